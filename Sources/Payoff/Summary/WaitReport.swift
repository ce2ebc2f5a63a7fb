import Experimentation
import Results

/// What `payoff wait` prints: what to do if it had to be decided now, what to wait for, and what waiting is worth.
struct WaitReport {
  private let title: String
  private let analysis: TimingAnalysis
  private let names: TimingNames
  private let timing: ChoiceDeclaration
  private let measure: MeasureReading
  private let footer: String

  init(
    title: String, _ analysis: TimingAnalysis, _ names: TimingNames, timing: ChoiceDeclaration,
    measure: MeasureReading, footer: String
  ) {
    self.title = title
    self.analysis = analysis
    self.names = names
    self.timing = timing
    self.measure = measure
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let sentences = self.sentences.map {
      Paragraph.wrap($0).map { terminal.bold($0) }.joined(separator: "\n")
    }
    return
      ([title] + sentences + [
        table(analysis.fixed, "a date fixed beforehand") { names.name(of: $0) },
        table(analysis.strategies, "what was chosen on others") { names.chosenName(of: $0) },
      ]
      + [footer]).joined(separator: "\n\n")
  }

  /// What to do, and what waiting is worth.
  var sentences: [String] { [decision, waiting] }

  private var unit: String { measure.unit == .one ? "" : " \(measure.unit)" }
  private func short(_ value: Double) -> String { NumberText.short(value) }

  private func interval(_ estimate: Estimate) -> String {
    "95 % interval \(short(estimate.low)) to \(short(estimate.high))"
  }

  private var decision: String {
    let today = analysis.today
    let fixed = analysis.strategies[0]
    let first =
      "\(timing.name), \(timing.meaning): if it had to be decided now, \(names.name(of: today.strategy)) would be best, "
      + "with \(short(today.mean.value))\(unit) of \(measure.name) on average (\(interval(today.mean)))."
    guard names.name(of: fixed.strategy) != names.name(of: today.strategy) else {
      return first + " No later date that is fixed now does better."
    }
    return first
      + " The best date to fix now is \(names.name(of: fixed.strategy)): \(short(fixed.gain.value))\(unit) more "
      + "(\(interval(fixed.gain)))."
  }

  private var waiting: String {
    guard analysis.strategies.count > 1 else {
      return "The experiment has no Signal, so that nothing could be learnt while waiting; who knew each future could "
        + "have \(short(analysis.foresight.value))\(unit)."
    }
    let waiting = analysis.waiting
    let worth =
      waiting.low > 0
      ? "Deciding later, as more is seen, is worth \(short(waiting.value))\(unit) (\(interval(waiting)))."
      : "That deciding later is worth anything cannot be shown: \(short(waiting.value))\(unit) (\(interval(waiting)))."
    guard analysis.strategies.count > 2, case .trigger(let trigger) = analysis.strategies[1].strategy else {
      return worth
    }
    let row = analysis.strategies[1]
    let when = row.medianDate.map { "in month \(analysis.months[$0]) in the median future and " } ?? ""
    return worth
      + " A rule that can be told: act once \(names.condition(trigger)), which is \(when)never in "
      + "\(NumberText.percent(row.never)) of the futures; it brings \(short(row.gain.value))\(unit) more than deciding now "
      + "(\(interval(row.gain))). Who knew each future could have \(short(analysis.foresight.value))\(unit)."
  }

  private func table(
    _ rows: [TimingAnalysis.Row], _ kind: String, name: (TimingStrategy) -> String
  ) -> String {
    let cells = rows.map { row in
      [
        name(row.strategy), short(row.mean.value), "\(short(row.mean.low)) to \(short(row.mean.high))",
        short(row.gain.value), "\(short(row.gain.low)) to \(short(row.gain.high))",
        row.medianDate.map { "\(analysis.months[$0])" } ?? "never", NumberText.percent(row.never),
      ]
    }
    return "\(measure.name),\(unit) by \(kind), on fresh futures\n"
      + TextualTable(
        headings: ["act", "mean", "95 % interval", "over deciding now", "95 % interval", "median month", "never"],
        alignment: [.left, .right, .right, .right, .right, .right, .right], rows: cells
      ).text
  }
}
