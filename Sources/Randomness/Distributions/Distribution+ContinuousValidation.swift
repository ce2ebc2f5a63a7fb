import Glibc

/// Continuous families from parameters that may be wrong: the one way to make them, for Swift and for text.
extension Distribution.Family {
  static func validConstant(_ value: Double) throws(InvalidValue) -> Self {
    guard value.isFinite else { throw InvalidValue("\(value)", "a finite number was expected") }
    return .constant(value)
  }

  static func validUniform(_ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("uniform", ["low": low, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireRange()
    return .uniform(low: low, high: high)
  }

  static func validLogUniform(_ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("loguniform", ["low": low, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireRange()
    try written.requirePositive("low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
    return .logUniform(low: low, high: high)
  }

  static func validNormal(mean: Double, deviation: Double) throws(InvalidValue) -> Self {
    let written = Written("normal", ["mean": mean, "deviation": deviation])
    try written.requireFinite()
    try written.requireSpread("deviation", around: mean)
    return .normal(mean: mean, deviation: deviation)
  }

  static func validLognormal(logMean: Double, logDeviation: Double) throws(InvalidValue) -> Self {
    let written = Written("lognormal", ["logMean": logMean, "logDeviation": logDeviation])
    try written.requireFinite()
    try written.requireSpread("logDeviation", around: exp(logMean))
    return .lognormal(.init(logMean: logMean, logDeviation: logDeviation, form: .logarithms))
  }

  static func validLognormal(mean: Double, deviation: Double) throws(InvalidValue) -> Self {
    let written = Written("lognormal", ["mean": mean, "deviation": deviation])
    try written.requireFinite()
    try written.requirePositive("mean")
    try written.requireSpread("deviation", around: mean)
    let variation = deviation / mean
    let logVariance = log1p(variation * variation)
    return .lognormal(
      .init(
        logMean: log(mean) - logVariance / 2, logDeviation: logVariance.squareRoot(),
        form: .moments(mean: mean, deviation: deviation)))
  }

  static func validInterval(_ low: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("between", ["low": low, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireRange()
    try written.requirePositive("low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
    let quantile = 1.644_853_626_951_472_7  // of the standard normal distribution at 0.95
    return .lognormal(
      .init(
        logMean: (log(low) + log(high)) / 2, logDeviation: log(high / low) / (2 * quantile),
        form: .interval(low: low, high: high)))
  }

  static func validTriangular(_ low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("triangular", ["low": low, "mode": mode, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireMode()
    return .triangular(low: low, mode: mode, high: high)
  }

  static func validPert(_ low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) -> Self {
    let written = Written("pert", ["low": low, "mode": mode, "high": high], isLabelled: false)
    try written.requireFinite()
    try written.requireMode()
    let weight = 4 / (high - low)
    return .beta(
      .init(
        alpha: 1 + weight * (mode - low), beta: 1 + weight * (high - mode), low: low, high: high,
        form: .pert(mode: mode)))
  }

  static func validExponential(mean: Double) throws(InvalidValue) -> Self {
    let written = Written("exponential", ["mean": mean])
    try written.requireFinite()
    try written.requirePositive("mean")
    return .exponential(mean: mean)
  }

  static func validErlang(stages: Double, mean: Double) throws(InvalidValue) -> Self {
    let written = Written("erlang", ["stages": stages, "mean": mean])
    try written.requireFinite()
    try written.requireCounts("stages", from: 1)
    try written.requirePositive("mean")
    return .gamma(.init(shape: stages, scale: mean / stages, form: .erlang(stages: Int(stages), mean: mean)))
  }

  static func validGamma(shape: Double, scale: Double) throws(InvalidValue) -> Self {
    let written = Written("gamma", ["shape": shape, "scale": scale])
    try written.requireFinite()
    try written.requirePositive("shape", "scale")
    return .gamma(.init(shape: shape, scale: scale, form: .shape))
  }

  static func validGamma(mean: Double, variation: Double) throws(InvalidValue) -> Self {
    let written = Written("gamma", ["mean": mean, "variation": variation])
    try written.requireFinite()
    try written.requirePositive("mean")
    try written.requireSpread("variation", around: mean)
    let shape = 1 / (variation * variation)
    return .gamma(.init(shape: shape, scale: mean / shape, form: .variation(mean: mean, variation: variation)))
  }

  static func validChiSquared(freedom: Double) throws(InvalidValue) -> Self {
    let written = Written("chiSquared", ["freedom": freedom])
    try written.requireFinite()
    try written.requirePositive("freedom")
    return .gamma(.init(shape: freedom / 2, scale: 2, form: .chiSquared(freedom: freedom)))
  }

  static func validWeibull(scale: Double, shape: Double) throws(InvalidValue) -> Self {
    let written = Written("weibull", ["scale": scale, "shape": shape])
    try written.requireFinite()
    try written.requirePositive("scale", "shape")
    return .weibull(scale: scale, shape: shape)
  }

  static func validPareto(scale: Double, shape: Double) throws(InvalidValue) -> Self {
    let written = Written("pareto", ["scale": scale, "shape": shape])
    try written.requireFinite()
    try written.requirePositive("scale", "shape")
    return .pareto(scale: scale, shape: shape)
  }

  static func validBeta(_ alpha: Double, _ beta: Double, low: Double, high: Double) throws(InvalidValue) -> Self {
    let written = Written("beta", ["alpha": alpha, "beta": beta, "low": low, "high": high])
    try written.requireFinite()
    try written.requirePositive("alpha", "beta")
    try written.requireRange()
    return .beta(.init(alpha: alpha, beta: beta, low: low, high: high, form: .shapes))
  }

  static func validStudentT(freedom: Double, location: Double, scale: Double) throws(InvalidValue) -> Self {
    let written = Written("studentT", ["freedom": freedom, "location": location, "scale": scale])
    try written.requireFinite()
    // With fewer, a draw may lie beyond the largest numbers that there are.
    guard freedom >= 0.2 else {
      throw written.refusal("freedom is \(freedom.shortest); at least 0.2 was expected")
    }
    try written.requirePositive("scale")
    return .standard(.studentT(freedom: freedom), location: location, scale: scale)
  }

  static func validStandard(
    _ name: String, _ shape: StandardShape, location: Double, scale: Double
  ) throws(InvalidValue) -> Self {
    let written = Written(name, ["location": location, "scale": scale])
    try written.requireFinite()
    try written.requirePositive("scale")
    return .standard(shape, location: location, scale: scale)
  }
}
