public import Randomness

extension RequestPattern {
  /// The patterns by name.
  public static let catalogue: [RequestPattern] = [
    azureConversation, mooncakeConversation, serveGenLarge, serveGenReasoning,
  ]

  /// A pattern by its name.
  /// - Throws: `InvalidValue` for an unknown name, with the nearest known one.
  public init(named name: String) throws(InvalidValue) {
    guard let known = Self.catalogue.first(where: { $0.name == name }) else {
      let names = Self.catalogue.map(\.name)
      throw InvalidValue(
        "load \"\(name)\"", "there is no load of that name and no such file",
        remedy: NearestName.remedy(for: name, among: names))
    }
    self = known
  }

  /// Conversations with a language model; Poisson arrivals within a minute.
  public static let azureConversation = RequestPattern(
    "azure-conversation",
    source:
      "Azure public dataset, conversation trace of 16 November 2023 (Splitwise, ISCA 2024), CC-BY 4.0: lengths of "
      + "19 366 requests; Poisson arrivals, as it has within a minute",
    measuredRate: 5.53, .drawn(.constant, .exponential, .azureConversation))

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
