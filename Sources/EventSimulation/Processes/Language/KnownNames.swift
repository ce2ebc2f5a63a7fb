import Randomness

/// The names that a model has, for messages about one that it does not have.
struct KnownNames {
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  /// What to write instead: the nearest name, or all of them.
  func remedy(for name: String) -> String {
    NearestName.remedy(for: name, among: names, quoted: true) ?? "there are none"
  }
}
