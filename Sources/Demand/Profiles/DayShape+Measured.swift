extension DayShape {
  /// Hours of the day over 14 days of a large model's requests, whose busiest hour has 1.14 times the mean.
  ///
  /// Trace language/m-large of ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0.
  public static let serveGenLarge = DayShape(hourly: [
    0.99, 1.00, 0.99, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.87, 1.05, 1.11, 0.97, 0.98, 1.05, 1.05, 1.11, 1.08, 1.04,
    1.14, 1.13, 1.07, 1.10, 1.09,
  ])

  /// Standard deviation over mean of the same trace's 14 daily means, which lie between 0.54 and 1.43 of their mean.
  public static let serveGenLargeVariation = 0.25
}
