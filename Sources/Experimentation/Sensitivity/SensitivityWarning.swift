import Randomness

/// What a reader of sensitivity indices has to know before believing them, as one sentence each.
package enum SensitivityWarning: Sendable, Hashable, CustomStringConvertible {
  /// The base size of a design from Sobol points is no power of two, so that the points are not balanced.
  case notPowerOfTwo(size: Int)
  /// Too few rows for the method: nothing is known below `needed`, little below `recommended`.
  case tooFewRows(rows: Int, recommended: Int)
  /// One of the two groups that are compared has few rows.
  case smallGroup(rows: Int, recommended: Int)
  /// The interval of an index contains zero; `factor` times the rows would tell it from zero, where that is few enough.
  case intervalContainsZero(index: String, inputs: [String], factor: Int?)
  /// An index that is a share of variance or a distance came out below zero.
  case negativeIndex(index: String, inputs: [String], value: Double)
  /// The first-order indices add up to more than the whole variance.
  case firstOrderSumAboveOne(sum: Double)
  /// So much of the variance is in no index: at higher harmonics than those that count, or where frequencies meet.
  case sharesLeftOut(share: Double, harmonics: Int)
  /// More than half of the variance comes from chance within a design point, not from the inputs.
  case chanceDominates(share: Double)
  /// The output is the same in every row.
  case constantOutput
  /// The output takes fewer values than the method has regions, so that a region is one value, or none.
  case fewOutputs(values: Int, regions: Int)
  /// The output takes few values, and so moves in steps along the search curves.
  case stepsAlongCurves(values: Int)
  /// The output is the same along the curves of some inputs, and not along those of others.
  case constantCurve(inputs: [String])
  /// An input is the same in every row.
  case constantInput(String)
  /// Some rows have no output, and the method could leave them out.
  case rowsLeftOut(count: Int, of: Int)
  /// The rows are more even than independent ones, and the method took a variant for such rows.
  case evenRows
  /// In these rows some inputs change along others, the most first: at least one.
  case confoundedInputs([ConfoundedInputs])
  /// Some inputs are, in these rows, a linear combination of others.
  case collinearInputs
  /// The regression explains too little of the output for its coefficients to rank the inputs.
  case poorFit(explained: Double)
  /// The measure changes sign more than once over one input.
  case severalSwitchValues(input: String, count: Int)
  /// The measure is 0 over a stretch of an input, so that no single value breaks even.
  case zeroBetween(input: String, Double, Double)
  /// The measure changes sign between two values of an input that takes only certain values.
  case signChangesBetween(input: String, Double, Double)
  /// The estimate of the variance due to the inputs came out below zero and was set to zero.
  case negativeVarianceOfInputs(estimate: Double)

  package var description: String {
    switch self {
    case .notPowerOfTwo(let size):
      "the base size \(size) is not a power of two, so the Sobol points are not balanced; take "
        + Self.powersOfTwo(around: size)
    case .tooFewRows(let rows, let recommended):
      "\(rows) rows are too few for this method; take \(recommended) or more"
    case .smallGroup(let rows, let recommended):
      "one of the two groups has \(rows) rows; move the cut, or take more rows until both have \(recommended)"
    case .intervalContainsZero(let index, let inputs, let factor):
      "\(index) of \(inputs.joined(separator: " and ")) can't be told from 0"
        + (factor.map { "; about \($0) times the rows would do" } ?? "")
    case .negativeIndex(let index, let inputs, let value):
      "\(index) of \(inputs.joined(separator: " and ")) is \(Self.text(value)): below 0 by chance, "
        + "since the rows are few"
    case .firstOrderSumAboveOne(let sum):
      "the first-order indices add up to \(Self.text(sum)): above 1 by chance, since the rows are few"
    case .sharesLeftOut(let share, let harmonics):
      "S1 and ST leave out about \(Self.text(share)) of the variance: harmonics above the \(harmonics) that count, as those of "
        + "steps and kinks, or frequencies of inputs that meet; that is no interaction, and sobol counts it"
    case .chanceDominates(let share):
      "\(Self.text(share * 100)) % of the variance is chance and not the inputs; average more replications a design point"
    case .constantOutput: "the output is the same in every row, so that no input can explain it"
    case .fewOutputs(let values, let regions):
      "the output takes \(values) values, which \(regions) regions cannot tell apart; take filter, delta, pawn or sobol"
    case .stepsAlongCurves(let values):
      "the output takes \(values) values, and search curves follow steps only in part: S1 and ST are as uncertain as their "
        + "intervals say; take sobol or delta"
    case .constantCurve(let inputs):
      "the output is the same along the curve of \(inputs.joined(separator: " and of ")) and not along others, so what "
        + "decides it lies between the points; take sobol or delta, or a larger size"
    case .constantInput(let input): "\(input) is the same in every row, so that nothing is known about its effect"
    case .rowsLeftOut(let count, let all): "\(count) of \(all) rows have no output and were left out"
    case .evenRows:
      "the rows are more even than independent ones, as those of a Sobol' sequence are: along an input the others "
        + "alternate, so S1 is of the cosine transform, which does not take that for an effect"
    case .confoundedInputs(let inputs): Self.text(of: inputs)
    case .collinearInputs:
      "some inputs are a linear combination of others in these rows, so their effects cannot be separated"
    case .poorFit(let explained):
      "the regression explains \(Self.text(explained * 100)) % of the output, so its coefficients miss most of it; "
        + "take delta, pawn or sobol"
    case .severalSwitchValues(let input, let count):
      "the measure changes sign \(count) times over \(input); the break-even value shown is the nearest to the base"
    case .zeroBetween(let input, let low, let high):
      "the measure is 0 from \(input) = \(low.shortText) to \(high.shortText); the break-even value shown is where that begins"
    case .signChangesBetween(let input, let low, let high):
      "the measure changes sign between \(input) = \(low.shortText) and \(high.shortText); \(input) takes "
        + "only certain values, so no break-even value is interpolated"
    case .negativeVarianceOfInputs(let estimate):
      "the variance due to the inputs was estimated as \(Self.text(estimate)) and is taken as 0: all that shows is chance"
    }
  }

  private static func text(of inputs: [ConfoundedInputs]) -> String {
    let named = inputs.prefix(3).map { pair in
      "\(pair.other) changes along \(pair.input) (S1 of \(pair.input) may hold up to \(text(pair.share)) of the share of "
        + "\(pair.other))"
    }
    let more = inputs.count > named.count ? ", and so do \(inputs.count - named.count) more pairs" : ""
    return "in these rows " + named.joined(separator: ", ") + more
      + "; if the inputs are independent, take more rows or those of a Latin hypercube, and otherwise a method for "
      + "dependent inputs"
  }

  /// Three decimals, or three figures of a number that would have none left.
  private static func text(_ value: Double) -> String {
    guard abs(value) < 0.001, value != 0 else { return ((value * 1000).rounded() / 1000).shortest }
    return value.shortText
  }

  private static func powersOfTwo(around size: Int) -> String {
    var power = 1
    while power * 2 <= size { power *= 2 }
    return "\(power) or \(power * 2)"
  }
}
