extension Distribution: CustomStringConvertible {
  /// The text that ``init(parsing:)`` reads back: `normal(mean: 1, deviation: 2)`, `5 to 50`, `3`.
  ///
  /// Numbers are the shortest that read back as themselves.
  public var description: String {
    switch family {
    case .constant(let value): value.shortest
    case .uniform(let low, let high): Written("uniform", ["low": low, "high": high], isLabelled: false).text
    case .logUniform(let low, let high): Written("loguniform", ["low": low, "high": high], isLabelled: false).text
    case .normal(let mean, let deviation): Written("normal", ["mean": mean, "deviation": deviation]).text
    case .lognormal(let lognormal): lognormal.text
    case .triangular(let low, let mode, let high):
      Written("triangular", ["low": low, "mode": mode, "high": high], isLabelled: false).text
    case .exponential(let mean): Written("exponential", ["mean": mean]).text
    case .gamma(let gamma): gamma.text
    case .beta(let beta): beta.text
    case .weibull(let scale, let shape): Written("weibull", ["scale": scale, "shape": shape]).text
    case .pareto(let scale, let shape): Written("pareto", ["scale": scale, "shape": shape]).text
    case .standard(let shape, let location, let scale): shape.text(location: location, scale: scale)
    case .counting(let counting): counting.text
    case .discrete(let table):
      Self.text("discrete", zip(table.values, table.weights).map { ($0.shortest, $1.shortest) })
    case .empirical(let table):
      Self.text("empirical", zip(table.probabilities, table.values).map { ($0.shortest, $1.shortest) })
    case .truncated(let truncation):
      "truncated(\(truncation.base), \(truncation.low.shortest), \(truncation.high.shortest))"
    case .mixture(let mixture):
      Self.text("mixture", mixture.components.map { ($0.weight.shortest, $0.distribution.description) })
    }
  }

  /// A list of pairs as text, `name(a: b, c: d)`.
  static func text(_ name: String, _ entries: [(String, String)]) -> String {
    "\(name)(\(entries.map { "\($0.0): \($0.1)" }.joined(separator: ", ")))"
  }
}

extension Distribution.Lognormal {
  var text: String {
    switch form {
    case .logarithms: Written("lognormal", ["logMean": logMean, "logDeviation": logDeviation]).text
    case .moments(let mean, let deviation): Written("lognormal", ["mean": mean, "deviation": deviation]).text
    case .interval(let low, let high): "\(low.shortest) to \(high.shortest)"
    }
  }
}

extension Distribution.Gamma {
  var text: String {
    switch form {
    case .shape: Written("gamma", ["shape": shape, "scale": scale]).text
    case .variation(let mean, let variation): Written("gamma", ["mean": mean, "variation": variation]).text
    case .erlang(let stages, let mean): Written("erlang", ["stages": Double(stages), "mean": mean]).text
    case .chiSquared(let freedom): Written("chiSquared", ["freedom": freedom]).text
    }
  }
}

extension Distribution.Beta {
  var text: String {
    switch form {
    case .shapes where low == 0 && high == 1:
      Written("beta", ["alpha": alpha, "beta": beta], isLabelled: false).text
    case .shapes:
      "beta(\(alpha.shortest), \(beta.shortest), low: \(low.shortest), high: \(high.shortest))"
    case .pert(let mode):
      Written("pert", ["low": low, "mode": mode, "high": high], isLabelled: false).text
    }
  }
}

extension StandardShape {
  func text(location: Double, scale: Double) -> String {
    switch self {
    case .studentT(let freedom):
      Written("studentT", ["freedom": freedom, "location": location, "scale": scale]).text
    case .cauchy: Written("cauchy", ["location": location, "scale": scale]).text
    case .laplace: Written("laplace", ["location": location, "scale": scale]).text
    case .logistic: Written("logistic", ["location": location, "scale": scale]).text
    case .gumbel: Written("gumbel", ["location": location, "scale": scale]).text
    }
  }
}

extension CountingFamily {
  var text: String {
    switch self {
    case .bernoulli(let probability):
      Written("bernoulli", ["probability": probability], isLabelled: false).text
    case .binomial(let trials, let probability):
      Written("binomial", ["trials": Double(trials), "probability": probability]).text
    case .negativeBinomial(let successes, let probability):
      Written("negativeBinomial", ["successes": successes, "probability": probability]).text
    case .geometric(let probability):
      Written("geometric", ["probability": probability]).text
    case .poisson(let mean):
      Written("poisson", ["mean": mean]).text
    case .hypergeometric(let population, let marked, let drawn):
      Written(
        "hypergeometric", ["population": Double(population), "marked": Double(marked), "drawn": Double(drawn)]
      ).text
    }
  }
}
