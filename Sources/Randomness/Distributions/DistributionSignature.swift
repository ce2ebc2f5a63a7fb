/// A family as text calls it: its name, the labels of its parameters, and how it is made of their values.
struct DistributionSignature: Sendable {
  let name: String
  let labels: [String]
  /// The values of the last parameters, which may be left out.
  var defaults: [Double] = []
  let make: @Sendable ([Double]) throws(InvalidValue) -> Distribution.Family

  private init(
    _ name: String, _ labels: String..., defaults: [Double] = [],
    make: @escaping @Sendable ([Double]) throws(InvalidValue) -> Distribution.Family
  ) {
    (self.name, self.labels, self.defaults, self.make) = (name, labels, defaults, make)
  }

  private static let all = [
    DistributionSignature("constant", "value") { (p) throws(InvalidValue) in try .validConstant(p[0]) },
    DistributionSignature("uniform", "low", "high") { (p) throws(InvalidValue) in try .validUniform(p[0], p[1]) },
    DistributionSignature("loguniform", "low", "high") { (p) throws(InvalidValue) in try .validLogUniform(p[0], p[1]) },
    DistributionSignature("normal", "mean", "deviation") { (p) throws(InvalidValue) in
      try .validNormal(mean: p[0], deviation: p[1])
    },
    DistributionSignature("lognormal", "logMean", "logDeviation") { (p) throws(InvalidValue) in
      try .validLognormal(logMean: p[0], logDeviation: p[1])
    },
    DistributionSignature("lognormal", "mean", "deviation") { (p) throws(InvalidValue) in
      try .validLognormal(mean: p[0], deviation: p[1])
    },
    DistributionSignature("between", "low", "high") { (p) throws(InvalidValue) in try .validInterval(p[0], p[1]) },
    DistributionSignature("triangular", "low", "mode", "high") { (p) throws(InvalidValue) in
      try .validTriangular(p[0], p[1], p[2])
    },
    DistributionSignature("pert", "low", "mode", "high") { (p) throws(InvalidValue) in try .validPert(p[0], p[1], p[2])
    },
    DistributionSignature("exponential", "mean") { (p) throws(InvalidValue) in try .validExponential(mean: p[0]) },
    DistributionSignature("erlang", "stages", "mean") { (p) throws(InvalidValue) in
      try .validErlang(stages: p[0], mean: p[1])
    },
    DistributionSignature("gamma", "shape", "scale") { (p) throws(InvalidValue) in
      try .validGamma(shape: p[0], scale: p[1])
    },
    DistributionSignature("gamma", "mean", "variation") { (p) throws(InvalidValue) in
      try .validGamma(mean: p[0], variation: p[1])
    },
    DistributionSignature("chiSquared", "freedom") { (p) throws(InvalidValue) in try .validChiSquared(freedom: p[0]) },
    DistributionSignature("weibull", "scale", "shape") { (p) throws(InvalidValue) in
      try .validWeibull(scale: p[0], shape: p[1])
    },
    DistributionSignature("pareto", "scale", "shape") { (p) throws(InvalidValue) in
      try .validPareto(scale: p[0], shape: p[1])
    },
    DistributionSignature("beta", "alpha", "beta", "low", "high", defaults: [0, 1]) { (p) throws(InvalidValue) in
      try .validBeta(p[0], p[1], low: p[2], high: p[3])
    },
    DistributionSignature("studentT", "freedom", "location", "scale", defaults: [0, 1]) { (p) throws(InvalidValue) in
      try .validStudentT(freedom: p[0], location: p[1], scale: p[2])
    },
    DistributionSignature("cauchy", "location", "scale") { (p) throws(InvalidValue) in
      try .validStandard("cauchy", .cauchy, location: p[0], scale: p[1])
    },
    DistributionSignature("laplace", "location", "scale") { (p) throws(InvalidValue) in
      try .validStandard("laplace", .laplace, location: p[0], scale: p[1])
    },
    DistributionSignature("logistic", "location", "scale") { (p) throws(InvalidValue) in
      try .validStandard("logistic", .logistic, location: p[0], scale: p[1])
    },
    DistributionSignature("gumbel", "location", "scale") { (p) throws(InvalidValue) in
      try .validStandard("gumbel", .gumbel, location: p[0], scale: p[1])
    },
    DistributionSignature("bernoulli", "probability") { (p) throws(InvalidValue) in try .validBernoulli(p[0]) },
    DistributionSignature("binomial", "trials", "probability") { (p) throws(InvalidValue) in
      try .validBinomial(trials: p[0], probability: p[1])
    },
    DistributionSignature("negativeBinomial", "successes", "probability") { (p) throws(InvalidValue) in
      try .validNegativeBinomial(successes: p[0], probability: p[1])
    },
    DistributionSignature("geometric", "probability") { (p) throws(InvalidValue) in
      try .validGeometric(probability: p[0])
    },
    DistributionSignature("poisson", "mean") { (p) throws(InvalidValue) in try .validPoisson(mean: p[0]) },
    DistributionSignature("hypergeometric", "population", "marked", "drawn") { (p) throws(InvalidValue) in
      try .validHypergeometric(population: p[0], marked: p[1], drawn: p[2])
    },
  ]

  private static let ofTables = [
    "discrete": "discrete(value: weight, …)", "empirical": "empirical(0: least, …, 1: greatest)",
    "mixture": "mixture(weight: distribution, …)", "truncated": "truncated(distribution, low, high)",
  ]

  /// The name with its labels, `normal(mean:, deviation:)`.
  private var form: String { "\(name)(\(labels.map { $0 + ":" }.joined(separator: ", ")))" }

  /// The forms of the known family whose name is nearest.
  static func meant(by name: String) -> String? {
    guard let nearest = NearestName.suggestion(for: name, among: all.map(\.name) + ofTables.keys.sorted()) else {
      return nil
    }
    return ofTables[nearest] ?? all.filter { $0.name == nearest }.map(\.form).joined(separator: " or ")
  }

  /// Refuses a name that no family of numbers has.
  static func requireKnown(_ name: String, in text: String) throws(InvalidValue) {
    guard !all.contains(where: { $0.name == name }) else { return }
    throw InvalidValue(
      text, "no distribution is called \"\(name)\"", remedy: meant(by: name).map { "did you mean \($0)?" })
  }

  /// The distribution of that name with those arguments, of which some have labels.
  static func distribution(
    _ name: String, _ arguments: [(label: String?, value: Double)], in text: String
  ) throws(InvalidValue) -> Distribution {
    let forms = all.filter { $0.name == name }
    for form in forms {
      if let values = form.values(of: arguments, byOrder: forms.count == 1) {
        return Distribution(try form.make(values))
      }
    }
    let remedy = "write " + forms.map(\.form).joined(separator: " or ")
    let labels = forms.flatMap(\.labels)
    for case (let label?, _) in arguments where !labels.contains(label) {
      throw InvalidValue(
        text,
        "\(name) has no parameter \"\(label)\""
          + (NearestName.question(for: label, among: labels, quoted: true).map { "; \($0)" } ?? ""),
        remedy: remedy)
    }
    let problem =
      forms.count > 1 && arguments.contains { $0.label == nil }
      ? "\(name) has two forms, so its parameters need their labels" : "the parameters of \(name) do not fit"
    throw InvalidValue(text, problem, remedy: remedy)
  }

  /// The values in the order of the labels, or `nil` when the arguments do not fit them.
  private func values(of arguments: [(label: String?, value: Double)], byOrder: Bool) -> [Double]? {
    guard arguments.count <= labels.count else { return nil }
    let required = labels.count - defaults.count
    var values: [Double?] = labels.indices.map { $0 < required ? nil : defaults[$0 - required] }
    var given: Set<Int> = []
    for (position, argument) in arguments.enumerated() {
      guard let index = argument.label.map({ labels.firstIndex(of: $0) }) ?? (byOrder ? position : nil),
        given.insert(index).inserted
      else { return nil }
      values[index] = argument.value
    }
    let complete = values.compactMap(\.self)
    return complete.count == labels.count ? complete : nil
  }
}
