import Randomness

extension Benefit {
  /// Labour saved: the conversations that people need not handle any more, at what one costs them.
  ///
  /// - `conversations`: how many the model takes part in, in a month.
  /// - `resolved`: the share that needs no person any more.
  /// - `cost`: of a conversation handled by a person.
  /// - `cash`: the share of the time saved that becomes cash: people leave, or are not hired, only in part.
  public static func labourSaved<C: Currency>(
    _ name: String, conversations: @escaping (MonthOfOperation) -> Double, resolved: Double,
    cost: Price<C, PerConversation>, becomingCash cash: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(resolved, "resolved", "\(file):\(line)")
    Share.require(cash, "becomingCash", "\(file):\(line)")
    return Benefit(name) { month in cost.times(conversations(month) * resolved * cash) }
  }

  /// Time saved: what people did in so many hours, and now do in fewer.
  ///
  /// - `items`: how many in a month: contracts, pages, listings.
  /// - `before`, `after`: hours of a person for one.
  /// - `cost`: of an hour.
  /// - `cash`: the share of the time saved that becomes cash.
  public static func timeSaved<C: Currency>(
    _ name: String, items: @escaping (MonthOfOperation) -> Double, hoursBefore before: Double,
    hoursAfter after: Double, cost: Price<C, PerPersonHour>, becomingCash cash: Double,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(cash, "becomingCash", "\(file):\(line)")
    for (what, hours) in [("hoursBefore", before), ("hoursAfter", after)] where !(hours >= 0 && hours.isFinite) {
      ValidationErrors.report(
        InvalidValue("\(what): \(hours)", "a number of hours is at least 0", location: "\(file):\(line)"))
    }
    return Benefit(name) { month in cost.times(items(month) * (before - after) * cash) }
  }

  /// Errors avoided: fewer of the items go wrong, each of which costs something.
  ///
  /// - `items`: how many in a month.
  /// - `before`, `after`: the share of them that goes wrong; where more do, the benefit is below 0.
  /// - `cost`: of an error, all of it: putting it right, damages, customers lost.
  public static func errorsAvoided<C: Currency>(
    _ name: String, items: @escaping (MonthOfOperation) -> Double, rateBefore before: Double,
    rateAfter after: Double, cost: Price<C, PerError>, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(before, "rateBefore", "\(file):\(line)")
    Share.require(after, "rateAfter", "\(file):\(line)")
    return Benefit(name) { month in cost.times(items(month) * (before - after)) }
  }
}
