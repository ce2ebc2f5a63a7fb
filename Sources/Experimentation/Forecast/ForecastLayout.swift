import Demand
import Economics
import Randomness

/// The structure of a forecast: the names of its parts, and which part each name means.
///
/// Names are looked up here, once, and not in every replication: what a scenario says in numbers may differ from one to
/// the next, its structure does not.
struct ForecastLayout {
  let horizon: Horizon
  let currency: CurrencyCode
  let hasInflation: Bool
  /// Whether the last of the costs is the tax.
  let hasTax: Bool
  /// Ends the meaning of a cost: the tax on profit is none of them, where there is one.
  var butTax: String { hasTax ? ", before tax on profit" : "" }
  /// What can be served: the loads, then the two parts of each split.
  let flows: [String]
  /// How many of the flows are loads.
  let loads: Int
  /// By split: the flow that is split.
  let wholes: [Int]
  /// By split: the supply that its limit follows, where there is one.
  let limits: [Int?]
  let fleets: [String]
  /// By fleet: the flow that it serves.
  let flowsOfFleets: [Int]
  /// What expenses make available.
  let supplies: [String]
  /// The rents of the fleets, the expenses, and the tax where there is one.
  let costs: [String]
  /// The avoided expenses and the benefits.
  let benefits: [String]
  /// The price indices.
  let indices: [String]
  /// Whether every load says how long its requests are, and whose they are.
  let tellsTokens: Bool
  let tellsUsers: Bool

  /// - Throws: `InvalidValue` for a scenario whose parts do not fit together.
  init(_ scenario: Scenario, streams: Streams) throws(InvalidValue) {
    guard let horizon = scenario.horizon?.part else {
      throw InvalidValue("scenario", "there is no Horizon", remedy: "say Horizon(from: .month(2026, 1), years: 5)")
    }
    guard let books = scenario.books?.part else {
      throw InvalidValue("scenario", "there are no Books", remedy: "say Books(in: .cny, discounting: 0.10)")
    }
    self.horizon = horizon
    currency = books.currency
    hasInflation = books.inflation != nil
    hasTax = books.tax != nil
    if hasTax, horizon.months % 12 != 0 {
      throw InvalidValue(
        "Books(taxing:)",
        "the horizon of \(horizon.months) months ends within a tax year, of which the profit is not known",
        remedy: "a horizon of whole years: \((horizon.months + 11) / 12 * 12) months",
        location: scenario.books?.location)
    }
    let loadNames = scenario.loads.map(\.part.name)
    var flows = loadNames
    func flow(_ load: String, for part: String, _ location: String) throws(InvalidValue) -> Int {
      if let place = flows.firstIndex(of: load) { return place }
      throw InvalidValue(
        part, "there is no load of that name",
        remedy: NearestName.question(for: load, among: flows, quoted: true), location: location)
    }
    var wholes: [Int] = []
    for split in scenario.splits {
      wholes.append(try flow(split.part.load, for: split.part.text, split.location))
      flows += [split.part.part, split.part.rest]
    }
    var flowsOfFleets: [Int] = []
    for fleet in scenario.fleets {
      flowsOfFleets.append(
        try flow(
          fleet.part.load, for: "Fleet(\"\(fleet.part.name)\", serves: \"\(fleet.part.load)\")", fleet.location))
    }
    self.flows = flows
    self.wholes = wholes
    self.flowsOfFleets = flowsOfFleets
    loads = loadNames.count
    fleets = scenario.fleets.map(\.part.name)
    indices = scenario.indices.map(\.part.name)
    let expenses = scenario.expenses.map { (name: $0.part.name, location: $0.location) }
    costs = fleets.map { "rent of \($0)" } + expenses.map(\.name) + (books.tax == nil ? [] : ["tax on profit"])
    let gains =
      scenario.avoided.map { (name: $0.part.name, location: $0.location) }
      + scenario.benefits.map { (name: $0.part.name, location: $0.location) }
    let remains = try Self.terminalLine(of: scenario)
    benefits = gains.map(\.name) + remains.map(\.name)
    // Only what is drawn of them differs from one replication to the next.
    let supplies = scenario.expenses.flatMap { $0.part.realised(by: streams, over: horizon).supplies.map(\.name) }
    self.supplies = supplies
    var limits: [Int?] = []
    for split in scenario.splits { limits.append(try Self.limit(of: split, among: supplies)) }
    self.limits = limits
    tellsTokens = !loadNames.isEmpty && scenario.loads.allSatisfy { $0.part.lengths != nil }
    tellsUsers = !loadNames.isEmpty && scenario.loads.allSatisfy { $0.part.usersGiven != nil }
    let parts = scenario.splits.flatMap { split in [split.part.part, split.part.rest].map { ($0, split.location) } }
    try Self.requireOneOfEach(scenario.loads.map { ($0.part.name, $0.location) } + parts, "load")
    try Self.requireOneOfEach(scenario.fleets.map { ($0.part.name, $0.location) }, "fleet")
    try Self.requireOneOfEach(scenario.indices.map { ($0.part.name, $0.location) }, "price index")
    try Self.requireOneOfEach(expenses, "cost")
    try Self.requireOneOfEach(gains + remains, "benefit")
  }

  /// The line of what remains at the end.
  private static func terminalLine(of scenario: Scenario) throws(InvalidValue) -> [(name: String, location: String)] {
    if let second = scenario.terminalValues.dropFirst().first {
      throw InvalidValue(
        "TerminalValue", "the scenario has one already", remedy: "leave one of the two out", location: second.location)
    }
    return scenario.terminalValues.filter(\.part.hasLine).map { (TerminalValue.line, $0.location) }
  }

  /// The supply that the limit of a split follows; one that is never delivered is rejected.
  private static func limit(of split: Located<TrafficSplit>, among supplies: [String]) throws(InvalidValue) -> Int? {
    guard case .forEach(let supply, _) = split.part.rule else { return nil }
    if let place = supplies.firstIndex(of: supply) { return place }
    throw InvalidValue(
      "TrafficSplit(\"\(split.part.load)\", forEach: \"\(supply)\")", "nothing of that name is delivered",
      remedy: NearestName.question(for: supply, among: supplies, quoted: true)
        ?? "name OwnedHardware or ReservedGPUs of the scenario", location: split.location)
  }

  private static func requireOneOfEach(
    _ names: [(name: String, location: String)], _ kind: String
  ) throws(InvalidValue) {
    for (index, (name, location)) in names.enumerated() where names[..<index].contains(where: { $0.name == name }) {
      throw InvalidValue(
        "\(kind) \"\(name)\"", "there are two of that name", remedy: "leave one out, or call it something else",
        location: location)
    }
  }
}

extension TrafficSplit {
  /// As it is written, for messages.
  fileprivate var text: String { "TrafficSplit(\"\(load)\", \"\(part)\", rest: \"\(rest)\")" }
}
