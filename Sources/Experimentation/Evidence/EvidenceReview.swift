package import Demand
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
    package let deterministic: Double
    /// The 10 %, 50 % and 90 % quantiles where inputs are uncertain.
    package let quantiles: [Double]
    /// The share of the replications that reach the claim: at least the figure, or within the range that is claimed.
    package let chance: Double
    package let verdict: ClaimVerdict

    /// - `quantiles`: of 10 %, 50 % and 90 %.
    /// - `chance`: the share of the replications that reach it.
    package init(_ check: CheckDeclaration, deterministic: Double, quantiles: [Double], chance: Double) {
      self.chance = chance
      self.check = check
      self.deterministic = deterministic
      self.quantiles = quantiles
      let found = ClaimVerdict(
        of: check.range ?? check.byHand...check.byHand, deterministic: deterministic, low: quantiles[0],
        high: quantiles[2])
      let comesOut = found == .holds || found == .onlyDeterministic
      verdict = check.isByConstruction && comesOut ? .byConstruction : found
    }

    /// Whether a replication reaches a claim, up to what three figures round off.
    package static func reaches(_ check: CheckDeclaration, _ value: Double?) -> Bool {
      guard let value else { return false }
      let claim = check.range ?? check.byHand ... .infinity
      let tolerance = ClaimVerdict.tolerance
      return value >= claim.lowerBound - tolerance * abs(claim.lowerBound)
        && value <= claim.upperBound + (claim.upperBound.isFinite ? tolerance * abs(claim.upperBound) : 0)
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

/// Whether a figure of the case stands up to its simulation.
package enum ClaimVerdict: String, Sendable, Hashable, CaseIterable {
  /// It comes out where nothing is uncertain, and lies within the range of eight of ten futures.
  case holds = "holds"
  /// It comes out where nothing is uncertain, and hardly otherwise.
  case onlyDeterministic = "holds only where nothing is uncertain"
  /// It comes out where nothing is uncertain since the stated inputs are the case's own figures: no test of the claim.
  case byConstruction = "by construction"
  /// It does not come out where nothing is uncertain, and is possible.
  case possible = "possible, and not what its own figures give"
  /// Neither.
  case fails = "does not hold"

  /// The share of a figure by which a simulated one may miss it and still be that figure: what three figures round off.
  package static let tolerance = 0.02

  /// - `claim`: the figure, or the range that is claimed.
  /// - `deterministic`: what the simulation gives where nothing is uncertain.
  /// - `low`, `high`: the 10 % and 90 % quantiles where inputs are uncertain.
  package init(of claim: ClosedRange<Double>, deterministic: Double, low: Double, high: Double) {
    let least = claim.lowerBound - Self.tolerance * abs(claim.lowerBound)
    let most = claim.upperBound + Self.tolerance * abs(claim.upperBound)
    let isExact = least <= deterministic && deterministic <= most
    let isWithin = low <= most && least <= high
    self = isExact ? (isWithin ? .holds : .onlyDeterministic) : (isWithin ? .possible : .fails)
  }
}

/// A figure that an experiment rests on: what it is, who says so and when, and what speaks against it.
package struct EvidenceItem: Sendable, Hashable {
  /// What speaks against a figure.
  package enum Flag: Sendable, Hashable {
    /// Only the author says so.
    case unsourced
    /// It disagrees with another figure.
    case contradictory(String)
    /// What is said leaves open what it is of.
    case open(String)
    /// Its date lies so many years before the start of the horizon.
    case stale(years: Double)
    /// Nobody says when.
    case undated

    /// In words.
    package var text: String {
      switch self {
      case .unsourced: "unsourced"
      case .contradictory(let why): "contradictory: \(why)"
      case .open(let why): "open: \(why)"
      case .stale(let years): "stale: \((years * 10).rounded() / 10) years before the start"
      case .undated: "undated"
      }
    }
  }

  /// The input's name; empty for a fact of the catalogues.
  package let input: String
  package let meaning: String
  /// The value or the distribution.
  package let value: String
  package let unit: String
  /// The figure that the source states, where that is not the median.
  package let stated: Double?
  package let date: String?
  package let source: String
  package let confidence: Confidence
  package let flags: [Flag]

  /// Facts older than this at the start of the horizon are stale.
  package static let yearsUntilStale = 2.0

  /// An input of an experiment.
  package init(_ input: InputDeclaration, start: CalendarMonth?) {
    self.input = input.name
    meaning = input.meaning
    value = "\(input.distribution)"
    unit = input.unit.description
    stated = input.stated
    date = input.source.date
    source = "\(input.source)"
    confidence = input.source.confidence
    var flags: [Flag] = []
    switch input.source.caseFact?.agreement {
    case .contradicts(let why): flags.append(.contradictory(why))
    case .open(let why): flags.append(.open(why))
    case .agrees, .noFigure, nil: break
    }
    if input.source.kind == .assumption {
      flags.append(.unsourced)
    } else {
      flags += Self.age(of: input.source.date, start)
    }
    self.flags = flags
  }

  /// A fact of the catalogues that the experiment looks at.
  package init(_ fact: FactUse.Noted, start: CalendarMonth?) {
    input = ""
    meaning = "looked up in the catalogues"
    value = fact.value
    unit = ""
    stated = nil
    date = fact.date
    source = fact.source
    confidence = .medium
    flags = Self.age(of: fact.date, start)
  }

  /// What its date says against it.
  private static func age(of date: String?, _ start: CalendarMonth?) -> [Flag] {
    guard let date, let then = month(of: date) else { return [.undated] }
    guard let start else { return [] }
    let years = Double(12 * (start.year - then.year) + start.month - then.month) / 12
    return years > yearsUntilStale ? [.stale(years: years)] : []
  }

  /// The month that a date ends with: `2026-01`, `2024`, of which the middle counts, `2024, January to July`.
  static func month(of date: String) -> CalendarMonth? {
    let numbers = date.split { !$0.isNumber }.compactMap { Int($0) }
    guard let place = numbers.lastIndex(where: { (1900...2200).contains($0) }) else { return nil }
    let next = numbers.indices.contains(place + 1) ? numbers[place + 1] : 0
    return .month(numbers[place], (1...12).contains(next) ? next : 7)
  }
}
