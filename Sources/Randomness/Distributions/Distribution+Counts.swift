/// Counts.
extension Distribution {
  /// 1 with that probability, else 0.
  public static func bernoulli(
    _ probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validBernoulli(probability), file, line)
  }

  /// The successes in that many trials.
  public static func binomial(
    trials: Int, probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validBinomial(trials: Double(trials), probability: probability), file, line)
  }

  /// The failures before that many successes, from 0; `successes` need not be whole.
  public static func negativeBinomial(
    successes: Double, probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validNegativeBinomial(successes: successes, probability: probability), file, line)
  }

  /// The trials up to and with the first success, from 1.
  public static func geometric(
    probability: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validGeometric(probability: probability), file, line)
  }

  /// The number of events that come at random, of which there are `mean` on average.
  public static func poisson(
    mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(try .validPoisson(mean: mean), file, line)
  }

  /// The marked things among those drawn, without return, from a population.
  public static func hypergeometric(
    population: Int, marked: Int, drawn: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(
      try .validHypergeometric(population: Double(population), marked: Double(marked), drawn: Double(drawn)), file,
      line)
  }
}
