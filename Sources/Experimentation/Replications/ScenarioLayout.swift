import Demand
import Economics
import Randomness

/// The structure of a scenario and its measures: determined once, and the same for every replication whose
/// scenario has the same lines.
struct ScenarioLayout {
  let outline: ScenarioOutline
  private let life: OptionLife
  /// `nil` where there are trials only.
  let forecast: ForecastLayout?
  /// The standard ones, those of the experiment's own, and its checks.
  let measures: [ForecastMeasure]
  let series: [ForecastSeries]
  private let income: [IncomeStatement.Row]
  private let checks: [CheckDeclaration]

  /// - `streams`: of a replication, since what expenses make available is known once they are realised.
  /// - Throws: `InvalidValue` for a scenario whose parts do not fit together, and for one that measures nothing.
  init(_ scenario: Scenario, streams: Streams) throws(InvalidValue) {
    outline = ScenarioOutline(scenario)
    life = OptionLife(
      lives: scenario.operations.filter { $0.part.start != nil }.map(\.part.life),
      hasTerminalValue: !scenario.terminalValues.isEmpty)
    guard scenario.isForecast else {
      if !scenario.measures.isEmpty || !scenario.checks.isEmpty || !scenario.indicators.isEmpty
        || !scenario.breakEvens.isEmpty
      {
        throw InvalidValue(
          "scenario", "a Measure, a Check, a BreakEven and an Indicator need a forecast, and there is none",
          remedy:
            "return the measures from the Trial, with .compared(with:) in place of a Check, or add a Load or a Benefit")
      }
      if scenario.trials.isEmpty {
        throw InvalidValue("scenario", "it measures nothing", remedy: "add a Load and a Fleet, or a Trial")
      }
      (forecast, measures, series, income, checks) = (nil, [], [], [], [])
      return
    }
    let layout = try ForecastLayout(scenario, streams: streams)
    forecast = layout
    var measures = StandardMeasures(layout).all
    for (place, located) in scenario.measures.enumerated() {
      let measure = located.part
      let line = SourceLine(located.location)
      try Self.requireNew(measure.name, among: measures, location: located.location)
      measures.append(
        ForecastMeasure(measure.name, measure.unit, measure.meaning, absence: measure.absence) {
          figures in CodeUnderWay.on(line) { figures.scenario.measures[place].part.value(figures.forecast) }
        })
    }
    var checks: [CheckDeclaration] = []
    for (place, located) in scenario.breakEvens.enumerated() {
      let sought = located.part
      try Self.requireNew(sought.name, among: measures, location: located.location)
      let value = SoughtValue(
        input: sought.input.meaning, definition: sought.definition, from: sought.range.lowerBound)
      measures.append(
        ForecastMeasure(
          sought.name, sought.input.unit, value.meaning, absence: .laterThanAny, sought: value
        ) { $0.breakEvens[place] })
      guard let claim = sought.claim else { continue }
      checks.append(
        CheckDeclaration(
          name: claim.name, unit: sought.input.unit, byHand: claim.byHand, explanation: claim.explanation,
          range: claim.range, fact: claim.fact, measure: measures.count, isByConstruction: claim.isByConstruction))
      measures.append(
        ForecastMeasure(
          "check: \(claim.name)", sought.input.unit, claim.explanation, absence: .laterThanAny, sought: value
        ) { $0.breakEvens[place] })
    }
    for (place, located) in scenario.checks.enumerated() {
      let check = located.part
      let line = SourceLine(located.location)
      let name = "check: \(check.name)"
      try Self.requireNew(name, among: measures, location: located.location)
      checks.append(
        CheckDeclaration(
          name: check.name, unit: check.unit, byHand: check.byHand, explanation: check.explanation, range: check.range,
          fact: check.fact, measure: measures.count, isByConstruction: check.isByConstruction))
      measures.append(
        ForecastMeasure(name, check.unit, check.explanation) {
          figures in CodeUnderWay.on(line) { figures.scenario.checks[place].part.simulated(figures.forecast) }
        })
    }
    self.measures = measures
    self.checks = checks
    income = IncomeStatement.rows(layout)
    series =
      StandardSeries(layout).all
      + scenario.indicators.enumerated().map { place, located in
        let line = SourceLine(located.location)
        return ForecastSeries(
          ForecastSeries.indicatorPrefix + located.part.name, located.part.unit, "known at the beginning of the month"
        ) { figures in CodeUnderWay.on(line) { figures.scenario.indicators[place].part.months(figures.forecast) } }
      }
  }

  private static func requireNew(
    _ name: String, among measures: [ForecastMeasure], location: String
  ) throws(InvalidValue) {
    if measures.contains(where: { $0.declaration.name == name }) {
      throw InvalidValue(
        "measure \"\(name)\"", "there are two of that name", remedy: "rename one of them",
        location: location)
    }
  }

  /// What a run's rows hold, with the outcomes of the trials behind the measures of the forecast.
  /// - Throws: `InvalidValue` for two measures of one name, and for none.
  func schema(_ outcomes: [Trial.Outcome]) throws(InvalidValue) -> RunSchema {
    var declarations = measures.map(\.declaration)
    var checks = checks
    for outcome in outcomes {
      declarations.append(
        MeasureDeclaration(
          name: outcome.name, unit: outcome.unit, meaning: outcome.meaning, absence: outcome.absence))
      guard let claim = outcome.claim else { continue }
      checks.append(
        CheckDeclaration(
          name: claim.name, unit: outcome.unit, byHand: claim.byHand, explanation: claim.explanation,
          range: claim.range, fact: claim.fact, measure: declarations.count))
      declarations.append(
        MeasureDeclaration(
          name: "check: \(claim.name)", unit: outcome.unit, meaning: claim.explanation, absence: outcome.absence))
    }
    guard !declarations.isEmpty else {
      throw InvalidValue("scenario", "it measures nothing", remedy: "add a Load and a Fleet, or a Trial")
    }
    for (index, measure) in declarations.enumerated()
    where declarations[..<index].contains(where: { $0.name == measure.name }) {
      throw InvalidValue("measure \"\(measure.name)\"", "there are two of that name")
    }
    var schema = RunSchema(
      measures: declarations, series: series.map(\.declaration),
      startingSeries: series.indices.filter { series[$0].start != nil }, income: income.map(\.row), checks: checks,
      horizon: outline.horizon, currency: outline.currency)
    schema.lives = [life]
    return schema
  }

  /// Simulates a scenario that is laid out like this.
  ///
  /// - `courses`: of its loads, as far as they are known.
  /// - `breakEvens`: finds what is sought, in the order of the scenario; `nil` where only the names matter.
  func evaluation(
    of scenario: Scenario, streams: Streams, courses: KnownCourses = KnownCourses(),
    breakEvens: ((Forecast) throws -> [Double?])? = nil
  ) throws -> ScenarioEvaluation {
    var evaluation = ScenarioEvaluation()
    if let forecast {
      let figures = ForecastFigures(
        scenario, try ForecastModel.run(scenario, forecast, streams: streams, courses: courses))
      figures.breakEvens = try breakEvens?(figures.forecast) ?? scenario.breakEvens.map { _ in nil }
      evaluation.measures = measures.map { $0.value(figures) }
      evaluation.series = series.map { $0.months(figures) }
      evaluation.starts = series.compactMap { $0.start?(figures) }
      evaluation.income = IncomeStatement(figures.forecast).values(income)
      try requireMonths(of: scenario, evaluation.series.suffix(scenario.indicators.count), forecast.horizon)
    }
    evaluation.outcomes = try scenario.trials.flatMap { try $0.run(streams) }
    for outcome in evaluation.outcomes {
      evaluation.measures.append(outcome.value)
      if outcome.claim != nil { evaluation.measures.append(outcome.value) }
    }
    return evaluation
  }

  private func requireMonths(
    of scenario: Scenario, _ series: ArraySlice<[Double]>, _ horizon: Horizon
  ) throws(InvalidValue) {
    for (located, months) in zip(scenario.indicators, series) where months.count != horizon.months {
      throw InvalidValue(
        "Indicator(\"\(located.part.name)\")", "it has \(months.count) months and the horizon has \(horizon.months)",
        remedy: "give what is known at the beginning of each month", location: located.location)
    }
  }
}

/// What one replication of a scenario gave, in the order of its layout.
struct ScenarioEvaluation {
  var measures: [Double?] = []
  var series: [[Double]] = []
  /// At time zero, of the series that have a month 0.
  var starts: [Double] = []
  /// By row of the yearly profit and loss, then by year from 0.
  var income: [[Double]] = []
  var outcomes: [Trial.Outcome] = []
}

/// The names of a scenario's lines and what else its structure hangs on: two scenarios with the same are laid out
/// alike.
struct ScenarioOutline: Hashable {
  let horizon: Horizon?
  let currency: CurrencyCode?
  /// Whether what remains at the end is a line of the benefits.
  private let hasTerminalLine: Bool
  /// Whether there is inflation, and a tax; then of each load whether it says how long its requests are, and whose they
  /// are.
  private let isSaid: [Bool]
  /// How many there are of each kind of line.
  private let counts: [Int]
  private let names: [String]

  init(_ scenario: Scenario) {
    let books = scenario.books?.part
    horizon = scenario.horizon?.part
    hasTerminalLine = scenario.terminalValues.contains { $0.part.hasLine }
    currency = books?.currency
    isSaid =
      [books?.inflation != nil, books?.tax != nil]
      + scenario.loads.flatMap { [$0.part.lengths != nil, $0.part.usersGiven != nil] }
    counts = [
      scenario.loads.count, scenario.splits.count, scenario.fleets.count, scenario.expenses.count,
      scenario.avoided.count, scenario.benefits.count, scenario.indices.count, scenario.measures.count,
      scenario.checks.count, scenario.indicators.count, scenario.trials.count, scenario.terminalValues.count,
      scenario.breakEvens.count,
    ]
    var names: [String] = []
    names.reserveCapacity(64)
    for load in scenario.loads { names.append(load.part.name) }
    for split in scenario.splits {
      names += [split.part.load, split.part.part, split.part.rest]
      if case .forEach(let supply, _) = split.part.rule { names.append(supply) } else { names.append("") }
    }
    for fleet in scenario.fleets { names += [fleet.part.name, fleet.part.load] }
    for expense in scenario.expenses { names.append(expense.part.name) }
    for expense in scenario.avoided { names.append(expense.part.name) }
    for benefit in scenario.benefits { names.append(benefit.part.name) }
    for index in scenario.indices { names.append(index.part.name) }
    for measure in scenario.measures { names.append(measure.part.name) }
    for check in scenario.checks { names.append(check.part.name) }
    for indicator in scenario.indicators { names.append(indicator.part.name) }
    for sought in scenario.breakEvens { names.append(sought.part.name) }
    self.names = names
  }
}
