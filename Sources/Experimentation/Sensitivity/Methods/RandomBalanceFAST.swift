import EventSimulation
package import Randomness

/// First-order shares of the variance from any rows, by sorting the outputs along each input and taking their Fourier
/// power.
///
/// Sorted up and down again by an input, the outputs swing once if the input matters; the power of the first M
/// harmonics is its share, less what noise puts there. Assumes nearly uniform coverage of each input. Costs N runs,
/// whatever k is; a few hundred at least.
///
/// A value of the input that many rows share is a step, which no M harmonics follow, and the order of its rows says
/// nothing: such values are groups, whose means have a share of the variance, less what noise makes of means (ε², Kelley
/// 1935). What is left of the input is sorted; fewer equal values there are in random order.
///
/// The rows come from a Latin hypercube. Along an input, those of a Sobol' sequence alternate in the others, and every
/// second of them goes down: an effect of the others would be one of the input, whatever the order of the rows. Rows that
/// are so even get their harmonics from the cosine transform, in which neighbours count alike, and as much noise as they
/// have (see ``RowStructure``).
///
/// M harmonics do not follow the steps of an output of few values either. There the share is that of more harmonics, as
/// many as the rows tell from noise, and twice what the last doubling of them added widens the interval.
///
/// Tarantola, Gatelli and Mara 2006, Reliability Engineering and System Safety 91; Plischke 2010, the same 95; the
/// correction for noise: Tissot and Prieur 2012, the same 107; the cosine transform: Plischke 2012, Environmental Modelling
/// & Software 35.
package struct RandomBalanceFAST: DesignBasedMethod {
  /// The harmonics M that count as the input's own.
  package let harmonics: Int
  package let bootstrap: Bootstrap

  package init(harmonics: Int = 10, bootstrap: Bootstrap = Bootstrap(resamples: 100)) {
    precondition(harmonics > 0, "FAST needs a harmonic")
    self.harmonics = harmonics
    self.bootstrap = bootstrap
  }

  package var name: String { "rbd_fast" }
  package var title: Text { Text("RBD-FAST", zh: "RBD-FAST") }
  package var reference: String { "Tarantola, Gatelli and Mara 2006, Reliability Engineering and System Safety 91" }
  package var assumption: String {
    "independent inputs that are covered evenly; first-order shares of the variance"
  }
  package var dependentInputs: DependentInputs { .rejected }
  package var rankingIndex: String { "S1" }
  package var picture: SensitivityPicture { .bars(["S1"], axis: .shareOfVariance) }

  package func design(of inputs: [String], size: Int, streams: Streams) throws(InvalidValue) -> any RowDesign {
    try Design.latinHypercube(inputs: inputs, rows: size, streams: streams)
  }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    if results.inputsAreCorrelated { throw .correlatedInputs(method: name) }
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 20 * harmonics, warningIn: &analysis)
    guard data.count > 4 * harmonics, data.outputsVary else {
      analysis.addUndefined(["S1"], of: data.inputs)
      return analysis
    }
    let inputs = data.inputs.indices.map { GroupedInput(data, $0, harmonics: harmonics, seed: bootstrap.seed) }
    let transform = transform(of: data, inputs, warningIn: &analysis)
    func estimates(_ counts: [Int]) -> [Double] { inputs.map { share(data.outputs, of: $0, counts, transform) } }
    let shares = estimates([Int](repeating: 1, count: data.count))
    let spread = bootstrap.spread(rows: data.count, stream: "\(name)/\(results.measure)", estimates)
    let hasSteps = Set(data.outputs).count <= OutputTolerance.fewValues
    for (place, input) in data.inputs.enumerated() {
      var (value, halfWidth) = (shares[place], spread.halfWidth(place))
      // Of a weak effect more harmonics tell nothing but noise.
      if hasSteps, value > halfWidth ?? 0, let more = shareOfMoreHarmonics(data.outputs, of: inputs[place], transform),
        more.share > value
      {
        value = more.share
        halfWidth = halfWidth.map { $0 + 2 * abs(more.added) }
      }
      analysis.add(
        "S1", of: input, data.varies[place] ? value : nil, halfWidth: halfWidth, zeroMeansNoEffect: true)
    }
    return analysis
  }

  /// The transform that fits the rows; what a reader has to know of them becomes a warning.
  private func transform(
    of data: GivenData, _ inputs: [GroupedInput], warningIn analysis: inout SensitivityAnalysis
  ) -> HarmonicTransform {
    let sorted = inputs.indices.filter { inputs[$0].groups.isEmpty && data.varies[$0] }
    let rows = RowStructure(data, orders: sorted.map { ($0, inputs[$0].rest) }, harmonics: harmonics)
    if !rows.confounded.isEmpty { analysis.warn(.confoundedInputs(rows.confounded)) }
    guard rows.isEven else { return HarmonicTransform(wave: .upAndDown, harmonics: harmonics, noise: 1) }
    analysis.warn(.evenRows)
    return HarmonicTransform(wave: .cosine, harmonics: harmonics, noise: rows.noise)
  }

  /// The share of as many harmonics as the rows bear, and what the last doubling of them added; `nil` where the rows bear
  /// no more, or the input has steps of its own.
  private func shareOfMoreHarmonics(
    _ outputs: [Double], of input: GroupedInput, _ transform: HarmonicTransform
  ) -> (share: Double, added: Double)? {
    guard input.groups.isEmpty else { return nil }
    let sorted = input.rest.map { outputs[$0] }
    var shares = [transform.share(sorted)]
    // The noise of even rows is at high harmonics.
    var number = 2 * harmonics
    while number <= Self.mostHarmonics, 8 * number <= outputs.count {
      shares.append(HarmonicTransform(wave: transform.wave, harmonics: number, noise: 1).share(sorted))
      number *= 2
    }
    guard shares.count > 1 else { return nil }
    return (shares[shares.count - 1], shares[shares.count - 1] - shares[shares.count - 2])
  }

  private static let mostHarmonics = 160

  /// The share of the variance that an input explains: of its groups, and of the rest along it.
  private func share(
    _ outputs: [Double], of input: GroupedInput, _ counts: [Int], _ transform: HarmonicTransform
  ) -> Double {
    func along(_ rows: [Int]) -> Double {
      transform.share(rows.flatMap { repeatElement(outputs[$0], count: counts[$0]) })
    }
    guard !input.groups.isEmpty else { return along(input.rest) }
    var all = Tally()
    var parts: [Tally] = []
    for rows in input.groups + [input.rest] {
      var part = Tally()
      for row in rows { for _ in 0..<counts[row] { part.add(outputs[row]) } }
      all.merge(part)
      parts.append(part)
    }
    guard let mean = all.mean, let squares = Self.squares(all), squares > 0 else { return .nan }
    let drawn = parts.filter { $0.count > 0 }
    var between = 0.0
    var within = 0.0
    for part in drawn {
      let gap = (part.mean ?? mean) - mean
      between += Double(part.count) * gap * gap
      within += Self.squares(part) ?? 0
    }
    let freedom = all.count - drawn.count
    if freedom > 0 { between -= Double(drawn.count - 1) * within / Double(freedom) }
    let rest = parts[parts.count - 1]
    if rest.count > 4 * harmonics, let own = Self.squares(rest), own > 0 {
      between += own * along(input.rest)
    }
    return between / squares
  }

  /// The sum of the squares about the mean; `nil` for one value or none.
  private static func squares(_ tally: Tally) -> Double? { tally.variance.map { $0 * Double(tally.count - 1) } }
}

/// The rows of an input: those of each value that many share, and the others along it.
private struct GroupedInput {
  /// The rows of each value that many share; none where there is no such value.
  let groups: [[Int]]
  /// The other rows by rising value, equal ones in random order.
  let rest: [Int]

  /// A value is one of many rows where it has this share of them: narrower steps are as good as none.
  private static let leastShare = 0.05
  /// Beside such a value, others are groups from so many rows on.
  private static let leastRows = 5

  /// - `seed`: of the order of equal values.
  init(_ data: GivenData, _ input: Int, harmonics: Int, seed: UInt64) {
    let values = data.rowsOfValues(input)
    let hasSteps = values.contains { $0.count > 1 && Double($0.count) >= Self.leastShare * Double(data.count) }
    var groups = hasSteps ? values.filter { $0.count >= Self.leastRows } : []
    var others = hasSteps ? values.filter { $0.count < Self.leastRows } : values
    // Too few to be sorted.
    if hasSteps, others.reduce(0, { $0 + $1.count }) <= 4 * harmonics {
      groups += others
      others = []
    }
    self.groups = groups
    // The order of the design may be regular in the other inputs.
    let draws = Streams(seed: seed, replication: 0).stream("ties/\(data.inputs[input])")
    rest = others.flatMap { rows in
      guard rows.count > 1 else { return rows }
      var shuffled = rows
      for place in shuffled.indices.reversed() { shuffled.swapAt(place, draws.index(below: place + 1)) }
      return shuffled
    }
  }
}
