import Demand
package import Randomness

/// What an experiment rests on, how much of the answer hangs on each figure, and which claims of the case stand.
package struct EvidenceReview: Sendable {
  /// A figure, with the rank correlation of the measure with it.
  package struct Figure: Sendable {
    package let item: EvidenceItem
    /// Spearman's, with its interval; `nil` for what does not vary.
    package let influence: Estimate?
  }

  /// A claim of the case, and what the simulation makes of it.
  package struct Claim: Sendable {
    package let check: CheckDeclaration
    /// Where nothing is uncertain, the mean over chance.
    package let certain: Double
    /// The 10 %, 50 % and 90 % quantiles where inputs are uncertain.
    package let quantiles: [Double]
    package let verdict: ClaimVerdict

    /// - `quantiles`: of 10 %, 50 % and 90 %.
    package init(_ check: CheckDeclaration, certain: Double, quantiles: [Double]) {
      self.check = check
      self.certain = certain
      self.quantiles = quantiles
      verdict = ClaimVerdict(
        of: check.range ?? check.byHand...check.byHand, certain: certain, low: quantiles[0], high: quantiles[2])
    }
  }

  package let measure: String
  /// Inputs in their order, then facts of the catalogues.
  package let figures: [Figure]
  package let claims: [Claim]

  /// - `items`: inputs and facts.
  /// - `influences`: by the inputs' names.
  package init(measure: String, _ items: [EvidenceItem], influences: [String: Estimate], claims: [Claim]) {
    self.measure = measure
    figures = items.map { Figure(item: $0, influence: influences[$0.input]) }
    self.claims = claims
  }

  /// The figures by how much hangs on them, those that do not vary left out.
  package var byInfluence: [Figure] {
    figures.enumerated().filter { $0.element.influence != nil }.sorted { one, other in
      let (a, b) = (abs(one.element.influence?.value ?? 0), abs(other.element.influence?.value ?? 0))
      return a != b ? a > b : one.offset < other.offset
    }.map(\.element)
  }

  /// The items of an experiment: its inputs, and the facts that are looked at and are no input's source.
  package static func items<E: Experiment>(
    of experiment: ResolvedExperiment<E>, facts: [FactUse.Noted], schema: RunSchema
  ) -> [EvidenceItem] {
    let start = schema.horizon?.start
    let inputs = experiment.inputs.map { EvidenceItem($0.declaration, start: start) }
    let known = inputs.map(\.source)
    let others = facts.filter { fact in !known.contains { $0.contains(fact.source) } }
    return inputs + others.map { EvidenceItem($0, start: start) }
  }
}
