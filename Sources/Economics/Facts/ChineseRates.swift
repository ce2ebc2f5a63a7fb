public import Randomness

/// Rates by which a finance department in China reckons: income tax, consumer prices, wages.
public enum ChineseRates {
  /// The enterprise income tax, a share of the profit.
  public static let incomeTax = Fact(
    0.25, date: "2026", source: "Enterprise Income Tax Law of the People's Republic of China, article 4, in force")

  /// The yearly rise of consumer prices.
  public static let consumerPrices = Fact<Distribution>(
    .uniform(0, 0.02), date: "2025",
    source:
      "National Bureau of Statistics of China: 0.2 % in 2023 and in 2024; about 2 % is the government's aim for 2025")

  /// The yearly rise of wages in cities.
  public static let wages = Fact<Distribution>(
    .uniform(0.02, 0.06), date: "2025",
    source: "National Bureau of Statistics of China, urban units that are not private: 5.8 % in 2023, 2.8 % in 2024")
}

extension IncomeTax {
  /// The enterprise income tax of China on a use within a company that is profitable elsewhere: a loss lowers the
  /// company's tax of the same year, and the tax is prepaid each quarter (articles 18 and 54 of the law).
  ///
  /// - `rate`: 25 % is ``ChineseRates/incomeTax``.
  public static func chinese(
    rate: Double = ChineseRates.incomeTax.value, file: StaticString = #fileID, line: UInt = #line
  ) -> IncomeTax { IncomeTax(rate: rate, losses: .setOffElsewhere, paid: .quarterly, file: file, line: line) }
}
