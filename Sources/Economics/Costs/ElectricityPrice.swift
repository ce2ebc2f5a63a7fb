/// What a kilowatt-hour costs who buys much of it, by region.
public enum ElectricityPrice {
  /// Texas, industry.
  public static let texas = fact(6.6, "2023")
  /// Virginia, industry.
  public static let virginia = fact(8.92, "2023")
  /// California, industry.
  public static let california = fact(18.64, "2023")
  /// Ohio, industry.
  public static let ohio = fact(7.13, "2024, January to July")
  /// The Middle Atlantic states, commerce.
  public static let middleAtlantic = fact(15.57, "2024, January to July")

  private static func fact(_ cents: Double, _ date: String) -> Fact<Price<USDollar, PerKilowattHour>> {
    Fact(
      USD(cents / 100) / .kilowattHour, date: date,
      source: "US Energy Information Administration, eia.gov, Electric Power table 5.6.B")
  }
}
