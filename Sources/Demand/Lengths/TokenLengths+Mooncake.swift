import Randomness

extension TokenLengths {
  /// Long conversations with documents: mean 12 035 tokens in and 343 out.
  ///
  /// Quantiles of 12 031 requests, shares to a hundredth and finer in the tail: Mooncake, FAST 2025, conversation trace,
  /// Apache-2.0. 37 % of the input tokens were prefixes seen before, which the lengths do not tell apart.
  public static let mooncakeConversation = TokenLengths(
    input: .empirical(quantiles: [
      (0, 891), (0.058599, 903), (0.079378, 917), (0.111961, 1019), (0.19084, 1560), (0.240628, 2145),
      (0.474524, 6331), (0.630372, 10_502), (0.765855, 16_016), (0.837503, 20_309), (0.909899, 28_643),
      (0.938575, 34_447), (0.958607, 43_238), (0.97016, 52_225), (0.986618, 75_504), (0.993434, 98_033),
      (0.99493, 100_381), (0.995761, 111_471), (0.996841, 113_294), (0.997506, 118_425), (0.998255, 118_505),
      (0.998421, 118_792), (0.999751, 123_386), (1, 126_195),
    ]),
    output: .empirical(quantiles: [
      (0, 1), (0.006566, 3), (0.027762, 3), (0.064666, 13), (0.145458, 42), (0.289419, 204), (0.37046, 273),
      (0.504779, 354), (0.743247, 467), (0.816474, 515), (0.879312, 569), (0.918211, 624), (0.949215, 694),
      (0.975314, 836), (0.988031, 1033), (0.993766, 1342), (0.99601, 1958), (0.997506, 2000), (1, 2000),
    ]),
    rankCorrelation: 0.0717)
}
