/// The mean of a response for each value of an input, estimated from pairs of the two.
protocol ConditionalMean {
  /// The mean of the response at the input of each replication, with each counted as often as its weight says.
  func fitted(_ response: [Double], weights: [Double]) -> [Double]
}
