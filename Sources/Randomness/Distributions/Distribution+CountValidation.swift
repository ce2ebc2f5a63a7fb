/// Counts from parameters that may be wrong.
extension Distribution.Family {
  static func validBernoulli(_ probability: Double) throws(InvalidValue) -> Self {
    let written = Written("bernoulli", ["probability": probability], isLabelled: false)
    try written.requireFinite()
    try written.requireProbability("probability")
    return .counting(.bernoulli(probability))
  }

  static func validBinomial(trials: Double, probability: Double) throws(InvalidValue) -> Self {
    let written = Written("binomial", ["trials": trials, "probability": probability])
    try written.requireFinite()
    try written.requireCounts("trials", from: 1)
    try written.requireProbability("probability")
    return .counting(.binomial(trials: Int(trials), probability: probability))
  }

  static func validNegativeBinomial(successes: Double, probability: Double) throws(InvalidValue) -> Self {
    let written = Written("negativeBinomial", ["successes": successes, "probability": probability])
    try written.requireFinite()
    try written.requirePositive("successes")
    try written.requireProbability("probability", above: true)
    try written.requireCountable("the mean", successes * (1 - probability) / probability)
    return .counting(.negativeBinomial(successes: successes, probability: probability))
  }

  static func validGeometric(probability: Double) throws(InvalidValue) -> Self {
    let written = Written("geometric", ["probability": probability])
    try written.requireFinite()
    try written.requireProbability("probability", above: true)
    return .counting(.geometric(probability: probability))
  }

  static func validPoisson(mean: Double) throws(InvalidValue) -> Self {
    let written = Written("poisson", ["mean": mean])
    try written.requireFinite()
    guard mean >= 0 else { throw written.refusal("mean is \(mean.shortest); a number from 0 was expected") }
    try written.requireCountable("mean", mean)
    return .counting(.poisson(mean: mean))
  }

  static func validHypergeometric(
    population: Double, marked: Double, drawn: Double
  ) throws(InvalidValue) -> Self {
    let written = Written("hypergeometric", ["population": population, "marked": marked, "drawn": drawn])
    try written.requireFinite()
    try written.requireCounts("population", from: 1)
    try written.requireCounts("marked", "drawn", from: 0)
    for (label, value) in [("marked", marked), ("drawn", drawn)] where value > population {
      throw written.refusal("\(label) is \(value.shortest), more than the population of \(population.shortest)")
    }
    return .counting(.hypergeometric(population: Int(population), marked: Int(marked), drawn: Int(drawn)))
  }
}
