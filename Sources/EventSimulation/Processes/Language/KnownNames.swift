import Randomness

/// The names that a model has, for messages about one that it does not have.
struct KnownNames {
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  /// What to write instead: the nearest name, or all of them.
  func remedy(for name: String) -> String {
    if let near = NearestName.suggestion(for: name, among: names) { return "did you mean \"\(near)\"?" }
    return names.isEmpty ? "it has none" : "it has " + names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}
