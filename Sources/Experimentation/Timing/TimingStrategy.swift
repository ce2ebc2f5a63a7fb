package import Economics

/// A way to decide when to act.
package enum TimingStrategy: Sendable {
  /// On a date that is fixed beforehand, by its place.
  case on(Int)
  case never
  /// When a signal meets a level.
  case trigger(SignalTrigger)
  /// While waiting is worth more than acting, as was learnt from other futures.
  case learnt(ExercisePolicy)

  /// The date on which one acts in each future; `nil` where one never does.
  func dates(on table: TimingTable) throws -> [Int?] {
    switch self {
    case .on(let date): Array(repeating: date, count: table.count)
    case .never: Array(repeating: nil, count: table.count)
    case .trigger(let trigger): trigger.dates(on: table)
    case .learnt(let policy): try policy.dates(on: try table.paths())
    }
  }
}
