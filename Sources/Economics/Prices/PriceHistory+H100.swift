import Demand

extension PriceHistory {
  /// The rent of an H100: it fell by more than half a year until the end of 2025, and then rose by 38 % in five months.
  ///
  /// A path that only falls would have missed both. The peak is dated by its year, and stands in the middle of it; the
  /// last two are of contracts for a year.
  public static let h100Rental = PriceHistory(
    "H100 rental", unit: "USD/GPU-hour",
    [
      (
        .month(2023, 7),
        Fact(8, date: "2023", source: "peak; Cheah, chaincatcher.com, 22 October 2024")
      ),
      (
        .month(2024, 10),
        Fact(
          2.99, date: "2024-10",
          source: "on demand; neighborhoodsf.com, H100 rental prices, which quotes SemiAnalysis and Latent Space")
      ),
      (
        .month(2025, 10),
        Fact(1.70, date: "2025-10", source: "one-year contracts; SemiAnalysis index as cited by compux.net, 2026")
      ),
      (
        .month(2026, 3),
        Fact(2.35, date: "2026-03", source: "one-year contracts; SemiAnalysis index as cited by compux.net, 2026")
      ),
    ])
}
