public import Randomness

extension Benefit {
  /// Labour saved: the conversations that people no longer handle, times the cost of handling one.
  ///
  /// - `conversations`: the number in a month in which the model takes part.
  /// - `resolved`: the share that no person has to handle any more.
  /// - `cost`: of a conversation handled by a person.
  /// - `cash`: the share of the time saved that becomes cash, because people leave or are not hired.
  public static func labourSaved<C: Currency>(
    _ name: String, conversations: @escaping (MonthOfOperation) -> Double, resolved: Double,
    cost: Price<C, PerConversation>, becomingCash cash: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(resolved, "resolved", "\(file):\(line)")
    Share.require(cash, "becomingCash", "\(file):\(line)")
    return Benefit(name) { month in cost.times(conversations(month) * resolved * cash) }
  }

  /// Time saved: hours of work for each item before and after, times the cost of an hour.
  ///
  /// - `items`: the number in a month: contracts, pages, listings.
  /// - `before`, `after`: hours of a person for each item.
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

  /// Errors avoided: the fall in the error rate, times the number of items and the cost of an error.
  ///
  /// - `items`: the number in a month.
  /// - `before`, `after`: the share of items with an error; a rate that rises gives a negative benefit.
  /// - `cost`: the full cost of an error: correction, damages, customers lost.
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
  /// Incremental sales: gross merchandise value × share exposed × uplift × margin.
  ///
  /// The uplift should be uncertain and allow 0: ``FieldEvidence/salesUplift`` is what field experiments found.
  ///
  /// - `sales`: gross merchandise value of the shoppers whom the use can reach.
  /// - `exposed`: the share of them who are exposed to it in a month.
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

  /// Incremental sales from web analytics: sessions × conversion × basket × uplift × share exposed × margin.
  ///
  /// The uplift raises the conversion and not the basket: more sessions end in an order of the same size.
  ///
  /// - `sessions`: visits in a month.
  /// - `conversion`: the share of sessions that ends in an order without the use.
  /// - `basket`: the value of an order.
  /// - `exposed`: the share of the sessions in a month that are exposed to the use.
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

/// Results of field experiments, as distributions to start from.
public enum FieldEvidence {
  /// The uplift of sales by generative AI, a fraction: 0 in three of seven workflows, up to 16.3 % in the others.
  ///
  /// The uplift differs between workflows, so a single figure for all of them would be wrong.
  public static let salesUplift = Fact<Distribution>(
    .mixture([(3, .constant(0)), (4, .uniform(0, 0.163))]), date: "2025",
    source: "Fang et al., field experiments in cross-border retail: 0 to 16.3 % of sales, 4 workflows of 7 above 0")

  /// The uplift of sales a consumer by generated product descriptions, a fraction; its 95 % interval is 0.0044 to 0.0366.
  public static let productDescriptions = Fact(
    0.0205, date: "2025",
    source:
      "Fang et al., field experiment in cross-border retail: 2.05 % of sales a consumer by product descriptions (0.44 to 3.66 %)"
  )

  /// The change of the time for a task by experienced developers with AI, a fraction: they took longer. Its 95 % interval is
  /// 0.013 to 0.394; they had expected a fall by 24 %.
  public static let developersTime = Fact(
    0.188, date: "2025-07",
    source: "METR, randomised trial with 16 experienced open-source developers, arXiv 2507.09089")

  /// The work of a support assistant, in agents, by its operator's own statement; people were hired again for hard cases
  /// from May 2025 on.
  public static let supportAgents = Fact<ClosedRange<Double>>(
    700...853, date: "2025-11", source: "Klarna, statements of February 2024 and November 2025")
}
