import Experimentation
import Results

/// The terminal report of a decision: the recommended option, the choice under other attitudes to risk, and EVPPI.
struct DecisionReport {
  private let title: String
  private let decision: Decision
  private let measure: MeasureReading
  private let tail: Double
  private let footer: String

  init(title: String, _ decision: Decision, measure: MeasureReading, tail: Double, footer: String) {
    self.title = title
    self.decision = decision
    self.measure = measure
    self.tail = tail
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let sentences = [choice, attitudes, learning].map {
      Paragraph.wrap($0).map { terminal.bold($0) }.joined(separator: "\n")
    }
    return ([title] + sentences + [optionTable, attitudeTable, learningTable, footer]).joined(separator: "\n\n")
  }

  private var unit: String { measure.unit == .one ? "" : " \(measure.unit)" }
  private var best: OptionAssessment { decision.assessments[decision.problem.table.bestInExpectation] }
  private func short(_ value: Double) -> String { NumberText.short(value) }

  private func interval(_ estimate: Estimate) -> String { "\(short(estimate.low)) to \(short(estimate.high))" }

  /// The payoff as the measure it stands for.
  private var payoff: String {
    decision.problem.lessIsBetter ? "−\(phrase) (more is better)" : phrase
  }

  private var phrase: String { MeasureTitles.phrase(of: measure.name) }

  private var choice: String {
    let outOfSample = decision.outOfSample.delivered
    if twins.count > 1 {
      return
        "\(twins.dropLast().joined(separator: ", ")) and \(twins[twins.count - 1]) have the same \(payoff) in every replication: "
        + "which of them is chosen has no effect on it here. They have the highest expected value, "
        + "\(short(best.expectedValue.value))\(unit)."
    }
    if let tie { return tie }
    return "Recommended: \(best.name). It has the highest expected value, and is the best option in "
      + "\(NumberText.percent(best.chanceOfBest.value)) of simulated futures. Out of sample its \(payoff) is "
      + "\(short(outOfSample.value))\(unit) on average (95 % interval \(interval(outOfSample))); it is below 0 in "
      + "\(NumberText.percent(best.chanceOfLoss.value)) of them, and the mean of the worst \(NumberText.percent(tail)) is "
      + "\(short(best.tailRisk.expectedShortfall.value))\(unit)."
  }

  /// The options that are the same as the best one in every replication, with itself.
  private var twins: [String] {
    let options = decision.problem.table.options
    let values = options[decision.problem.table.bestInExpectation].values
    return options.filter { $0.values == values }.map(\.name)
  }

  /// Where options are worth the same: that they are, and which of them is best how often.
  private var tie: String? {
    let table = decision.problem.table
    let tied = table.tied.map { decision.assessments[$0] }
    guard tied.count > 1 else { return nil }
    let often = tied.sorted { $0.chanceOfBest.value > $1.chanceOfBest.value }
      .map { "\($0.name) in \(NumberText.percent($0.chanceOfBest.value))" }
    let names = tied.map(\.name)
    return
      "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) tie: their expected \(payoff) differs "
      + "by no more than \(short(table.indifferenceZone))\(unit), \(NumberText.percent(OptionTable.indifference)) of the "
      + "standard deviation. The best of all is \(often.joined(separator: ", ")) of the futures. Choose between them by "
      + "what is not simulated."
  }

  private var attitudes: String {
    let twins = twins
    let others = decision.attitudes.filter { !twins.contains($0.name) }
    guard !others.isEmpty else {
      return "Every attitude to risk below leads to the same option"
        + (twins.count > 1 ? ", or to one that is the same." : ".")
    }
    let list = others.map { "\($0.name) by \(Self.text($0.attitude, unit))" }
    return "Other attitudes to risk lead to another option: \(list.joined(separator: ", "))."
  }

  private var learning: String {
    let all = decision.everything.value
    let worth = decision.learning.filter(\.isBeyondNoise)
    let text =
      "Perfect information about every input, and about chance, would be worth \(short(all.value))\(unit) (95 % interval "
      + "\(interval(all)))" + learnable
    guard let first = worth.first else {
      guard all.value > 0 else { return text + ", so the decision can be made now." }
      return text + (undecided.map { ". \($0)" } ?? "; no single input has a value above its noise floor.")
    }
    let others = worth.dropFirst().prefix(2).map { "\($0.input) up to \(short($0.value.value))" }
    return text
      + ". The most valuable input to measure first is \(first.input), worth up to \(short(first.value.value))\(unit) "
      + "(\(interval(first.value)))" + (others.isEmpty ? "." : "; then \(others.joined(separator: ", ")).")
  }

  /// Inputs whose value exceeds its noise floor though its interval reaches down to 0: they may be worth something.
  private var undecided: String? {
    let inputs = decision.learning.filter { $0.value.value > $0.noiseFloor && !$0.isBeyondNoise }
    guard let first = inputs.first else { return nil }
    let others = inputs.dropFirst().prefix(2).map { ", \($0.input) up to \(short($0.value.high))\(unit)" }
    return "No single input's value is certain to be above 0 at \(decision.problem.table.replications) replications: "
      + "\(first.input) may be worth up to \(short(first.value.high))\(unit)\(others.joined()). More replications would tell."
  }

  /// What could be learnt of it, and that the rest is chance; or why that is not known.
  private var learnable: String {
    guard decision.everything.value.value > 0 else { return "" }
    guard let part = decision.learnable else {
      let (inputs, table) = (decision.problem.inputs.count, decision.problem.table)
      let needed = LearnableInformation.replications(inputs: inputs)
      guard inputs > 0, table.replications < needed else { return "" }
      return "; how much of it could be learnt from the inputs takes \(needed) replications or more to say"
    }
    return
      ", of which at least \(short(part.value.value))\(unit) (\(interval(part.value))) could be learnt from the inputs; "
      + "no study removes what is chance"
  }

  private var optionTable: String {
    let rows = decision.assessments.map { option in
      [
        option.name, short(option.expectedValue.value), interval(option.expectedValue),
        NumberText.percent(option.chanceOfBest.value), short(option.meanRegret.value),
        NumberText.percent(option.chanceOfLoss.value), short(option.tailRisk.valueAtRisk.value),
        short(option.tailRisk.expectedShortfall.value),
      ]
    }
    let percent = NumberText.percent(tail)
    return (decision.problem.lessIsBetter ? payoff : MeasureTitles.heading(of: measure.name))
      + (unit.isEmpty ? "" : ",\(unit)") + "\n"
      + TextualTable(
        headings: [
          "option", "expected", "95 % interval", "best in", "regret", "below 0", "VaR \(percent)", "ES \(percent)",
        ], alignment: [.left] + Array(repeating: .right, count: 7), rows: rows
      ).text
  }

  private var attitudeTable: String {
    let rows = decision.attitudes.map { [Self.text($0.attitude, unit), $0.name, short($0.worth)] }
    return "The best option by attitude to risk\n"
      + TextualTable(
        headings: ["attitude", "best option", "value"], alignment: [.left, .left, .right], rows: rows
      ).text
  }

  private var learningTable: String {
    let greatest = decision.learning.reduce(0) { max($0, $1.value.value) }
    let rows = decision.learning.map { input in
      [
        input.input, short(input.value.value), interval(input.value), short(input.noiseFloor),
        input.isBeyondNoise ? "yes" : "no",
      ] + (Terminal.isPlain ? [] : [Sparkline.bar(input.value.value / greatest, width: 10)])
    }
    return "Expected value of perfect information about an input\n"
      + TextualTable(
        headings: ["input", "EVPPI", "95 % interval", "noise floor", "significant"]
          + (Terminal.isPlain ? [] : [""]), alignment: [.left, .right, .right, .right, .left, .left], rows: rows
      ).text
  }

  private static func text(_ attitude: RiskAttitude, _ unit: String) -> String {
    switch attitude {
    case .expectedValue: "expected value"
    case .meanLessDeviation(let weight): "mean minus \(NumberText.short(weight)) standard deviations"
    case .exponentialUtility(let tolerance): "risk tolerance \(NumberText.short(tolerance))\(unit)"
    case .expectedShortfall(let tail): "mean of the worst \(NumberText.percent(tail)) (CVaR)"
    case .maximin: "worst outcome (maximin)"
    case .minimaxRegret: "greatest regret (minimax)"
    }
  }
}
