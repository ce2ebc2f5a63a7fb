extension DayShape {
  /// The hours of one day of a reasoning model's requests, whose busiest hour has 2.19 times the mean and 4.9 times the
  /// quietest.
  ///
  /// Hours are counted from the trace's start. Trace reason/deepseek-r1 of ServeGen, Alibaba (arXiv 2505.09999),
  /// Apache-2.0.
  public static let serveGenReasoning = DayShape(hourly: [
    1.206, 1.389, 2.034, 1.788, 1.064, 0.908, 0.749, 0.577, 0.596, 0.664, 0.810, 0.830, 0.447, 0.545, 0.684, 0.704,
    0.878, 0.553, 0.749, 0.587, 1.240, 1.621, 2.194, 1.181,
  ])
}
