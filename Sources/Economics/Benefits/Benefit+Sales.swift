import Randomness

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
