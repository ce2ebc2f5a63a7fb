/// All power of a data centre over that of its machines.
public enum PowerUsageEffectiveness {
  /// The mean of the data centres asked.
  public static let average = Fact(1.58, date: "2023", source: "Uptime Institute survey, as cited by upsite.com")
  /// New large facilities have this or less.
  public static let newAndLarge = Fact(1.3, date: "2024", source: "Uptime Institute survey, as cited by cloudnews.tech")
  /// From the best to the typical of the largest operators.
  public static let hyperscale = Fact<ClosedRange<Double>>(
    1.1...1.2, date: "2026", source: "Uptime Institute, as cited by lowdown.today")
}
