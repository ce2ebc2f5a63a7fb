import Randomness

/// How many users a load's requests are those of: what costs and benefits of a user are counted by.
///
/// ```swift
/// Load("chat") {
///   Requests(perDay: 10e6)
///   Users(4e6)  // each asks 2.5 times a day
/// }
/// ```
public struct Users: Sendable, Hashable {
  let count: Double

  /// - `count`: those whom the requests were given for: of the start, or of the full market where the adoption starts
  ///   from nothing.
  public init(_ count: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.count = count
    if !(count > 0 && count.isFinite) {
      ValidationErrors.report(
        InvalidValue("Users(\(count.shortest))", "a number of users is above 0", location: "\(file):\(line)"))
    }
  }
}
