public import Randomness

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

extension Benefit {
  /// Sales that would not have been made: gross merchandise value × share exposed × uplift × margin.
  ///
  /// Let the uplift be uncertain, and let it be 0: ``FieldEvidence/salesUplift`` is what field experiments found.
  ///
  /// - `sales`: gross merchandise value of the shoppers that the use can reach, all of them exposed.
  /// - `exposed`: the share of them who meet it in a month.
  /// - `uplift`: of their sales, as a fraction.
  /// - `margin`: contribution margin on a sale, as a fraction.
  public static func salesUplift<C: Currency, U: BillingPeriod>(
    _ name: String, sales: Price<C, U>, exposed: @escaping (MonthOfOperation) -> Double, uplift: Double,
    margin: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(margin, "margin", "\(file):\(line)")
    let monthly = Money<C>(sales.monthly.amount)
    return Benefit(name) { month in monthly * (exposed(month) * uplift * margin) }
  }

  /// The same from what a shop counts: sessions × conversion × basket × uplift × share exposed × margin.
  ///
  /// The uplift is one of conversion, not of the basket: more buy, and each as much as before.
  ///
  /// - `sessions`: visits in a month.
  /// - `conversion`: the share of them that ends in an order, without the use.
  /// - `basket`: what an order is worth.
  /// - `exposed`: the share of the sessions that meet the use in a month.
  /// - `uplift`: of the conversion, as a fraction of it.
  /// - `margin`: contribution margin on a sale, as a fraction.
  public static func salesUplift<C: Currency>(
    _ name: String, sessions: @escaping (MonthOfOperation) -> Double, conversion: Double,
    basket: Price<C, PerOrder>, exposed: @escaping (MonthOfOperation) -> Double, uplift: Double, margin: Double,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    let location = "\(file):\(line)"
    Share.require(conversion, "conversion", location)
    Share.require(margin, "margin", location)
    if conversion * (1 + uplift) > 1 {
      ValidationErrors.report(
        InvalidValue(
          "uplift: \(uplift)", "of a conversion of \(conversion) it would make more orders than sessions",
          location: location))
    }
    return Benefit(name) { month in
      basket.times(sessions(month) * conversion * uplift * exposed(month) * margin)
    }
  }
}

/// What experiments in the field found, as distributions to start from.
public enum FieldEvidence {
  /// The uplift of sales by a generative use, a fraction: nothing in three workflows of seven, up to 16.3 % in four.
  ///
  /// One uplift for all uses is the first thing that such a figure is not.
  public static let salesUplift = Fact<Distribution>(
    .mixture([(3, .constant(0)), (4, .uniform(0, 0.163))]), date: "2025",
    source: "Fang et al., field experiments in cross-border retail: 0 to 16.3 % of sales, 4 workflows of 7 above 0")
}
