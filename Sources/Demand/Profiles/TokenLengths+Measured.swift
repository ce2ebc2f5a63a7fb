import Randomness

extension TokenLengths {
  /// Conversations with a language model: mean 1155 tokens in and 211 out.
  ///
  /// Quantiles of 19 366 conversation requests of 16 November 2023: Azure public dataset, AzureLLMInferenceTrace_conv
  /// (Splitwise, ISCA 2024), CC-BY 4.0.
  public static let azureConversation = TokenLengths(
    input: .empirical(quantiles: [
      (0, 2), (0.01, 29), (0.05, 181), (0.1, 207), (0.2, 387), (0.3, 403), (0.4, 703), (0.5, 1020), (0.6, 1071),
      (0.7, 1130), (0.8, 1315), (0.9, 2734.5), (0.95, 4083), (0.99, 4142), (1, 14050),
    ]),
    output: .empirical(quantiles: [
      (0, 7), (0.01, 16), (0.05, 41), (0.1, 54), (0.2, 77), (0.3, 91), (0.4, 103), (0.5, 129), (0.6, 177), (0.7, 384),
      (0.8, 400), (0.9, 424), (0.95, 451), (0.99, 601), (1, 1000),
    ]))
}
