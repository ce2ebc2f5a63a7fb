import EventSimulation
import Experimentation
import Randomness
import Results

/// Computes saved scenarios side by side, each against the base case on the same draws.
///
/// Events: `comparison` with the table as far as it is, `progress`, `problem` and `done`.
final class ScenarioComparison<E: Experiment>: LiveJob, @unchecked Sendable {
  private let experiment: LiveExperiment<E>
  private let scenarios: [SavedScenarios.Scenario]
  private let language: Language
  private let sender: EventStream.Sender
  private var current: LiveComputation<E>?
  private var rows: [[String]] = []
  /// Scenarios that are finished; the base case is the first.
  private var finished = 0

  init(
    _ experiment: LiveExperiment<E>, _ scenarios: [SavedScenarios.Scenario], _ language: Language,
    _ sender: EventStream.Sender
  ) {
    self.experiment = experiment
    self.scenarios = scenarios
    self.language = language
    self.sender = sender
  }

  var isCancelled: Bool { sender.isClosed }
  /// Behind pictures, and before the base case is computed for its own sake.
  var progress: Int { experiment.plan.replications + finished }

  func step() -> Bool {
    let count = experiment.plan.replications
    do {
      let base = try experiment.baseComputation()
      guard base.all.count >= count else { return try advance(base, count) }
      if rows.isEmpty { rows.append(row(language("base case", "基准情形"), base, nil)) }
      guard finished < scenarios.count else {
        sender.send("done", [:])
        sender.finish()
        return false
      }
      let scenario = scenarios[finished]
      let computation = try current ?? LiveComputation<E>(try scenario.view, experiment.plan)
      current = computation
      guard computation.all.count >= count else { return try advance(computation, count) }
      // A scenario in another currency has its difference from the base case in that currency.
      let partner = try experiment.baseComputation(besides: computation)
      if let partner, partner.all.count < count { return try advance(partner, count) }
      rows.append(row(scenario.name, computation, partner))
      (finished, current) = (finished + 1, nil)
      sender.send("comparison", json(base))
      return true
    } catch {
      let name = finished < scenarios.count ? scenarios[finished].name + ": " : ""
      sender.send("problem", ["text": .string(name + LiveProblem.text(error, in: language)), "input": .null])
      sender.finish()
      return false
    }
  }

  private func advance(_ computation: LiveComputation<E>, _ count: Int) throws -> Bool {
    try computation.advanceAll(to: count)
    let done = finished * count + (current == nil ? 0 : computation.all.count)
    sender.send(
      "progress", ["replications": .number(Double(done)), "of": .number(Double(count * max(scenarios.count, 1)))])
    return true
  }

  private func json(_ base: LiveComputation<E>) -> JSONValue {
    let main = base.mainMeasure
    let facts = ResultFacts(experiment: "\(E.self)", base.schema)
    let elements = ChartElements(
      results: ResultSet(facts, tables: [:], Presentation()), language: language)
    let title = elements.label(main.name, main.unit.description)
    return [
      "caption": .string(title),
      "headings": .array(
        [
          language("scenario", "情景"), language("mean", "均值"), "P10", "P50", "P90",
          language("benefit stays above cost from", "收益持续超过成本"), language("difference from base", "与基准之差"),
          language("95 % interval", "95 % 区间"), language("higher in", "高于基准的情形"),
        ].map { .string($0) }),
      "rows": .array(rows.map { .array($0.map { .string($0) }) }),
    ]
  }

  /// - Parameter base: the base case in the units of the scenario; `nil` for the base case itself, and where there is none.
  private func row(_ name: String, _ computation: LiveComputation<E>, _ base: LiveComputation<E>?) -> [String] {
    let (schema, summary) = (computation.schema, computation.all.summary)
    let main = computation.mainMeasure
    let value = summary.measures[schema.mainMeasure]
    // The caption has the unit of the base case.
    let isOther = (try? experiment.baseComputation())?.mainMeasure.unit != main.unit
    let unit = isOther ? UnitText.text(main.unit.description, in: language, E.chinese) : ""
    func short(_ number: Double?) -> String {
      number.map { UnitText.amount(NumberText.short($0, in: language), unit, in: language) } ?? "–"
    }
    let month = summary.measure("inflection_month").map { months -> String in
      months.quantiles([0.5])[0].map {
        language("month \(Int($0.rounded(.up)))", "第 \(Int($0.rounded(.up))) 个月")
      } ?? Absence.laterThanAny.word(in: language)
    }
    let cells = [name, short(value.mean)] + value.quantiles([0.1, 0.5, 0.9]).map(short) + [month ?? "–"]
    guard let base, var pairs = try? PairedTally(main, base.mainMeasure) else { return cells + ["", "", ""] }
    for (new, old) in zip(computation.all.values, base.all.values) { pairs.add(new, old) }
    let difference = pairs.unpaired == 0 ? PairedDifference(pairs)?.difference : nil
    let higher = pairs.chanceOfGreater().map { NumberText.percent(min(max($0.value, 0), 1), in: language) }
    return cells + [
      short(difference?.value),
      difference.map { language("\(short($0.low)) to \(short($0.high))", "\(short($0.low)) 至 \(short($0.high))") }
        ?? "–",
      higher ?? "–",
    ]
  }
}
