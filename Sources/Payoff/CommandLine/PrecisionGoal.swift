import Experimentation
import Randomness
import Results

/// The figure that `--precision` asks for, and how narrow its interval is to be.
struct PrecisionGoal {
  let figure: FigureReading
  let rule: StoppingRule

  /// Reads `mean(npv)=2%` or `P(npv>0)=0.01`.
  /// - `minimum`: the replications before the first look.
  init(_ text: String, minimum: Int, cap: Int, of schema: RunSchema) throws(InvalidValue) {
    let option = "--precision"
    let target = try FigureTarget(text, of: schema, option: option)
    figure = target.figure
    let isProbability = if case .probability = figure.figure { true } else { false }
    // 2 % of a probability is 0.02, and of any other figure a share of it.
    let precision: StoppingRule.Precision =
      text.hasSuffix("%") && !isProbability ? .relative(target.value) : .absolute(target.value)
    guard minimum >= 2, minimum <= cap else {
      throw InvalidValue(
        "\(option) \(text)",
        "a run that stops by itself has from 2 replications before its first look to its cap, "
          + "and these are \(minimum) and \(cap)", remedy: "set --replications below --cap")
    }
    rule = try StoppingRule(figure.figure, precision, minimum: minimum, cap: cap)
  }

  /// What came of it, in a sentence.
  func text(of verdict: StoppingVerdict, replications: Int) -> String {
    let estimate = verdict.estimate
    let unit = figure.unit == .one ? "" : " \(figure.unit)"
    let reached =
      "\(figure) is \(NumberText.short(estimate.value))\(unit), 95 % interval \(NumberText.short(estimate.low)) to "
      + "\(NumberText.short(estimate.high))"
    let asked =
      switch rule.precision {
      case .absolute(let width): "\(NumberText.short(width))\(unit)"
      case .relative(let share): NumberText.percent(share)
      }
    switch verdict.reason {
    case .precise:
      return "\(reached): as precise as asked for (half width \(asked)) after \(replications) replications."
    case .nothingHappened:
      return "\(reached): nothing has happened in \(replications) replications that would tell its precision, and the "
        + "cap is reached; raise --cap."
    case .tooWide, .betweenLooks:
      return "\(reached): wider than asked for (half width \(asked)) after \(replications) replications, where the cap "
        + "is; raise --cap, or ask for less."
    }
  }
}
