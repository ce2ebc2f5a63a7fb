/// What providers take off the price on demand.
public enum CloudDiscount {
  /// For committing to a year: 35 to 40 %.
  public static let reservedForAYear = Fact<ClosedRange<Double>>(
    0.35...0.40, date: "2026-01", source: "digiterialabs.com, cloud GPU pricing, first quarter of 2026")
  /// For GPUs that may be taken away within hours: 50 to 65 %.
  public static let spot = Fact<ClosedRange<Double>>(
    0.50...0.65, date: "2026-01", source: "digiterialabs.com, cloud GPU pricing, first quarter of 2026")
}
