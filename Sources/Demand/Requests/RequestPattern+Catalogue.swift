public import Randomness

extension RequestPattern {
  /// The patterns that have a name of their own.
  public static let catalogue: [RequestPattern] = [
    azureConversation, mooncakeConversation, serveGenLarge, serveGenReasoning,
  ]

  /// A pattern by its name.
  /// - Throws: `InvalidValue` for a name that is not known, with the nearest.
  public init(named name: String) throws(InvalidValue) {
    guard let known = Self.catalogue.first(where: { $0.name == name }) else {
      let names = Self.catalogue.map(\.name)
      throw InvalidValue(
        "load \"\(name)\"", "there is no load of that name and no such file",
        remedy: NearestName.suggestion(for: name, among: names).map { "did you mean \($0)?" }
          ?? "there are \(names.joined(separator: ", "))")
    }
    self = known
  }

  /// Conversations with a language model, which within a minute come at random.
  public static let azureConversation = RequestPattern(
    "azure-conversation",
    source:
      "Azure public dataset, conversation trace of 16 November 2023 (Splitwise, ISCA 2024), CC-BY 4.0: lengths of "
      + "19 366 requests; Poisson arrivals, as it has within a minute",
    measuredRate: 5.53, .drawn(.constant, .exponential, azureTokens))

  /// As the fit to the trace has them: a 99th percentile of latency hangs on the longest prompts in a hundred, between which
  /// ``TokenLengths/azureConversation`` draws a straight line.
  private static let azureTokens = TokenLengths(
    input: .empirical(quantiles: [
      (0, 2), (0.035733, 181), (0.057369, 181), (0.071259, 200), (0.11231, 212), (0.131777, 243), (0.145203, 370),
      (0.213415, 391), (0.339306, 410), (0.367603, 422), (0.386192, 442), (0.40979, 862), (0.442838, 977),
      (0.479035, 1009), (0.64985, 1096), (0.712951, 1140), (0.755603, 1201), (0.780182, 1312), (0.803935, 1316),
      (0.810389, 1322), (0.901632, 2766), (0.917484, 4072), (0.969896, 4089), (0.975111, 4092), (0.982082, 4100),
      (0.987659, 4123), (0.992048, 4159), (0.992719, 4185), (0.995043, 4831), (0.997625, 5428), (0.999484, 6472),
      (1, 14050),
    ]),
    output: .empirical(quantiles: [
      (0, 7), (0.032841, 35), (0.060209, 45), (0.211969, 80), (0.270784, 88), (0.376691, 99), (0.444594, 111),
      (0.524992, 138), (0.588196, 167), (0.640091, 217), (0.654394, 217), (0.654859, 218), (0.671228, 373),
      (0.72839, 393), (0.754053, 396), (0.775999, 396), (0.808892, 401), (0.841062, 411), (0.852215, 411),
      (0.858412, 414), (0.8691, 414), (0.874935, 415), (0.91325, 429), (0.924094, 429), (0.931684, 434),
      (0.960291, 468), (0.979552, 537), (0.9937, 625), (0.994991, 643), (0.996799, 669), (0.997315, 690),
      (0.997831, 913), (0.999277, 958), (0.999432, 1000), (1, 1000),
    ]),
    rankCorrelation: 0.0728)

  /// Long conversations with documents.
  public static let mooncakeConversation = RequestPattern(
    "mooncake-conversation",
    source:
      "Mooncake, FAST 2025, conversation trace, Apache-2.0: lengths of 12 031 requests; Poisson arrivals, for its clock "
      + "of 3 s shows none",
    measuredRate: 3.40, .drawn(.constant, .exponential, .mooncakeConversation))

  /// The clients of a large general model.
  public static let serveGenLarge = RequestPattern(
    "servegen-m-large",
    source:
      "ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0: 162 clients over 14 days, of which ten send 63 %, with their "
      + "gaps and mean lengths",
    measuredRate: 195.8, dayShape: .serveGenLarge, .clients { .serveGenLarge(rate: $0) })

  /// The clients of a reasoning model.
  public static let serveGenReasoning = RequestPattern(
    "servegen-deepseek-r1",
    source:
      "ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0: 73 clients over a day, of which ten send 68 %, with their gaps "
      + "and mean lengths",
    measuredRate: 16.0, dayShape: .serveGenReasoning, .clients { .serveGenReasoning(rate: $0) })
}
