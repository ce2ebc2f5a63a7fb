import CommandOptions
import Experimentation
import Randomness

extension MethodOptions {
  /// The method that was asked for.
  /// - `known`: the methods that fit the command.
  /// - `standard`: the one that is taken where none was asked for.
  /// - Throws: `InvalidValue` for a name that is none of theirs, with the nearest.
  func method<Method>(among known: [Method], or standard: Method, name: (Method) -> String) throws(InvalidValue)
    -> Method
  {
    guard let method else { return standard }
    if let found = known.first(where: { name($0) == method }) { return found }
    let names = known.map(name)
    throw InvalidValue(
      "--method \(method)",
      SensitivityMethods.names.contains(method) ? "it needs runs of its own" : "there is no method of that name",
      remedy: NearestName.remedy(for: method, among: names))
  }
}
