import CommandOptions
import Randomness

extension MethodOptions {
  /// The method that is asked for.
  /// - Throws: `InvalidValue` for a name that is not known, with the nearest.
  func name(or standard: String, among known: [String] = MethodOptions.methods) throws(InvalidValue) -> String {
    guard let method else { return standard }
    guard !known.contains(method) else { return method }
    throw InvalidValue(
      "--method \(method)",
      Self.methods.contains(method) ? "it needs runs of its own" : "there is no method of that name",
      remedy: NearestName.remedy(for: method, among: known))
  }
}
