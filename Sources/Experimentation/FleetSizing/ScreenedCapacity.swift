import Demand
package import Serving

/// What a replica of a predicted deployment carries within service levels, by the mean request and without any waiting.
///
/// With n answers in a batch, as many prompts arrive as answers end, so that a step works on n·I/O tokens of prompts, and lasts
/// s(n). Such a replica carries n/(O·s(n)) requests a second. The levels bound n: the step lasts no longer than the time per
/// token, the prompt alone and the other answers' share of a step no longer than the first token, and all together no longer
/// than the whole answer. Batches that vary and prompts that meet only lower it, so it is about the most that a simulation can
/// find.
package struct ScreenedCapacity: Sendable {
  private let formula: StepFormula
  private let sample: RequestSample
  private let levels: [ServiceLevel]
  /// Seconds of each level that a request takes alone.
  private let floors: [Double]
  /// The mean context of an answer, by its tokens, and pairs of tokens for each token of a prompt.
  private let context: Double
  private let pairs: Double

  package init(_ formula: StepFormula, _ sample: RequestSample, levels: [ServiceLevel]) {
    self.formula = formula
    self.sample = sample
    self.levels = levels
    floors = levels.map { sample.floor($0) }
    var (tokens, lookedAt, prompts, squares) = (0.0, 0.0, 0.0, 0.0)
    for request in sample.requests {
      let (input, output) = (Double(request.inputTokens), Double(max(request.outputTokens, 1)))
      tokens += output
      lookedAt += output * (input + output / 2)
      prompts += input
      squares += input * input / 2
    }
    context = lookedAt / tokens
    pairs = squares / max(prompts, 1)
  }

  /// Seconds of a step with so many answers and the prompts that come meanwhile.
  private func step(_ answers: Double) -> Double {
    let prompts = answers * sample.meanInput / sample.meanOutput
    return formula.milliseconds(answers: answers, context: context, promptTokens: prompts, pairs: prompts * pairs)
      / 1000
  }

  /// Seconds of a step without prompts.
  private func decoding(_ answers: Double) -> Double { formula.milliseconds(answers: answers, context: context) / 1000 }

  private func rate(_ answers: Double) -> Double { answers / (sample.meanOutput * step(answers)) }

  /// The first level that a request alone on a replica exceeds, where all times are multiplied by a factor.
  package func unreachable(slower factor: Double = 1) -> ServiceLevel? {
    zip(levels, floors).first { $1 * factor > $0.limit }?.0
  }

  /// The most answers at once within the levels, where all times are multiplied by a factor; 0 where there is no such number.
  private func most(slower factor: Double) -> Double {
    guard unreachable(slower: factor) == nil else { return 0 }
    let budget = Double(sample.deployment.batching.tokensPerStep)
    let prompts = 1 + sample.meanInput / sample.meanOutput
    func holds(_ answers: Double) -> Bool {
      let (step, beside) = (step(answers), max(decoding(answers) - decoding(1), 0))
      return answers * prompts <= budget
        && zip(levels, floors).allSatisfy { level, floor in
          switch level.latency {
          case .wait: true
          case .timePerOutputToken: factor * step <= level.limit
          case .timeToFirstToken: factor * (floor + beside) <= level.limit
          case .endToEnd: factor * sample.meanOutput * step <= level.limit
          }
        }
    }
    var (low, high) = (0.0, sample.sequences)
    if holds(high) { return high }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Requests a second of a replica, where all times are multiplied by a factor; 0 where it holds no level.
  package func rate(slower factor: Double = 1) -> Double {
    let answers = most(slower: factor)
    return answers > 0 ? rate(answers) / factor : 0
  }

  /// The answers at once at a rate of one replica.
  private func answers(at rate: Double) -> Double {
    var (low, high) = (0.0, sample.sequences)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if self.rate(middle) < rate { low = middle } else { high = middle }
    }
    return high
  }

  /// Mean seconds from a prompt to the end of its answer at a rate of one replica.
  package func seconds(at rate: Double) -> Double { sample.meanOutput * step(max(answers(at: rate), 1)) }

  /// The share of a step that prompts take with so many answers at once: Shapley's division of its time between prompts and
  /// answers, halfway between what prompts add to it and what they take alone.
  package func promptShare(answers: Double) -> Double {
    let prompts = answers * sample.meanInput / sample.meanOutput
    let alone =
      formula.milliseconds(answers: 0, context: 0, promptTokens: prompts, pairs: prompts * pairs) / 1000
    return (step(answers) - decoding(answers) + alone) / 2 / step(answers)
  }
}
