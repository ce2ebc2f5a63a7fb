/// The methods by name, and what each takes for granted.
package enum SensitivityMethods {
  /// Methods that take any rows, so that those without an output can be left out.
  package static let givenData = [
    "delta", "pawn", "rbd_fast", "prcc", "pcc", "srrc", "src", "spearman", "pearson", "kendall", "filter", "rsa",
  ]
  /// Methods whose answer has a meaning when inputs depend on each other.
  package static let forCorrelatedInputs = ["delta", "pawn", "prcc", "pcc", "spearman", "pearson", "kendall", "filter"]

  /// The method of that name; `nil` for one at a time, and for a name that is not known.
  package static func method(
    named name: String, secondOrder: Bool = false, seed: UInt64 = 0
  ) -> (any SensitivityMethod)? {
    let bootstrap = Bootstrap(resamples: 200, seed: seed)
    if let estimator = SobolIndices.Estimator(rawValue: name) {
      return SobolIndices(
        estimator: estimator, secondOrder: secondOrder && estimator == .saltelli, bootstrap: bootstrap)
    }
    return switch name {
    case "morris": MorrisEffects(scaled: true, bootstrap: bootstrap)
    case "efast": ExtendedFAST()
    case "rbd_fast": RandomBalanceFAST()
    case "pawn": PAWN()
    case "delta": DeltaMeasure()
    case "src", "srrc": RegressionCoefficients(ranks: name == "srrc")
    case "pcc", "prcc": PartialCorrelations(ranks: name == "prcc")
    case "pearson", "spearman": Correlations(ranks: name == "spearman")
    case "kendall": KendallCorrelations()
    case "filter": MonteCarloFilter()
    case "rsa": RegionalSensitivity()
    default: nil
    }
  }

  /// What the method of that name takes for granted, and what its indices say.
  package static func assumption(of name: String) -> String {
    switch name {
    case "tornado", "spider":
      "one input moves at a time, so what two do together does not show"
    case "morris":
      "independent inputs; mu_star ranks by mean effect, and a large sigma tells of interaction or a bent line"
    case "sobol", "sobol_jansen", "sobol_martinez":
      "independent inputs and a finite variance; S1 is the share of variance that goes when an input becomes known, ST the "
        + "share that stays when all others do"
    case "efast": "independent inputs; shares of variance as of sobol, from search curves"
    case "rbd_fast": "independent inputs that are covered evenly; first-order shares of variance"
    case "pawn":
      "nothing of the model, nor independent inputs; how far the distribution moves when an input is held in a slice"
    case "delta":
      "nothing of the model, nor independent inputs; how much of the density moves when an input becomes known"
    case "src": "a linear model and independent inputs; deviations of the output for a deviation of the input"
    case "srrc": "a monotone model and independent inputs; as src, of ranks"
    case "pcc": "a linear model; the correlation that is left once the other inputs are taken out"
    case "prcc": "a monotone model; the correlation of ranks that is left once the other inputs are taken out"
    case "pearson": "a linear effect; where inputs are correlated, one shows what it carries for others"
    case "spearman", "kendall": "a monotone effect; where inputs are correlated, one shows what it carries for others"
    case "filter": "nothing of the model; which inputs part the highest fifth of the outputs from the rest"
    default: "nothing of the model; which inputs decide each region of the output"
    }
  }
}
