import Glibc
import Randomness

/// A deployment whose costs reproduce a measured run, and how well.
public struct CalibrationFit: Sendable {
  /// The deployment with the fitted costs; its evidence states their source and their greatest error.
  public let deployment: Deployment
  /// The run as measured and as simulated with them.
  public let comparison: LatencyComparison
  /// The number of simulations of the run.
  public let simulations: Int
}

/// A measured run to which a deployment cannot be fitted.
public struct CalibrationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension MeasuredRun {
  /// Fits the costs of a deployment to the run: base, per prompt token, per context token and per sequence.
  ///
  /// It begins with an estimate from the run itself, or with the deployment's costs if those are nearer, and minimises the sum
  /// of the squared errors of mean, median, 90th and 99th percentile of the time to first token, the time per output token and
  /// the end-to-end time, by simulating the run some hundreds of times. The deployment's batching, memory and overheads must
  /// be those of the run.
  ///
  /// One run hardly separates the cost of context from that of sequences, because they rise and fall together: trust the sum
  /// of the two, and fit runs at several loads to separate them.
  /// - Throws: ``CalibrationError`` where fewer than ten requests are left to go by.
  public func fit(_ deployment: Deployment, named name: String = "a measured run") throws -> CalibrationFit {
    let given = compare(with: deployment)
    let usable = requests.count - given.refused
    guard usable >= 10 else {
      throw CalibrationError(
        "\(usable) of the \(requests.count) requests fit \(deployment.name), which takes up to "
          + "\(deployment.contextLength) tokens with a memory for \(deployment.kvTokens); at least 10 are needed")
    }
    func trial(_ cost: StepCost) -> LatencyComparison {
      compare(with: deployment.cost(cost, source: deployment.evidence))
    }
    func misfit(_ comparison: LatencyComparison) -> Double { comparison.rows.reduce(0) { $0 + $1.error * $1.error } }

    let cost = deployment.cost
    var start = cost
    if let estimate = estimate(), estimate.allSatisfy({ (0...Self.slowest).contains($0) }) {
      let own = Self.cost(estimate.map { 1000 * $0 }, like: deployment)
      if misfit(trial(own)) < misfit(given) { start = own }
    }
    // Logarithms, so that no cost falls below 0; a cost of 0 begins at a millionth of a step.
    let least = max(1e-6 * max(start.base, start.perSequence), 1e-9)
    let found = NelderMead.minimise(
      from: [start.base, start.perPromptToken, start.perContextToken, start.perSequence].map { log(max($0, least)) },
      step: 0.2, precision: 1e-4
    ) { logarithms in
      // No machine is that slow or that fast.
      guard logarithms.allSatisfy({ $0 > -25 && $0 < 15 }) else { return .infinity }
      return misfit(trial(Self.cost(logarithms.map(exp), like: deployment)))
    }
    let fitted = Self.cost(found.place.map(exp), like: deployment)
    let comparison = trial(fitted)
    guard comparison.worst.isFinite else {
      throw CalibrationError(
        "the latencies of the run are 0 or so far apart that no costs of a step reproduce them; check the columns ttft_s and "
          + "e2e_s, which are in seconds")
    }
    return CalibrationFit(
      deployment: deployment.cost(
        fitted, source: .measured("fit to \(name) of \(usable) requests", error: comparison.worst)),
      comparison: comparison, simulations: found.evaluations)
  }

  /// No part of a step takes longer, in seconds.
  private static let slowest = 1e6

  /// The costs of a deployment with four figures in milliseconds replaced; a step lasts at least a unit of its clock.
  private static func cost(_ figures: [Double], like deployment: Deployment) -> StepCost {
    let cost = deployment.cost
    return StepCost(
      base: max(figures[0], deployment.clock.leastMilliseconds), perPromptToken: figures[1],
      perPromptPair: cost.perPromptPair, perContextToken: figures[2],
      perSequence: figures[3], perDecodeToken: cost.perDecodeToken, promptAttention: cost.promptAttention)
  }
}

extension MeasuredRun {
  /// An estimate of the costs of a step from the run itself, without a simulation: base, per prompt token, per context token
  /// and per sequence, in seconds; `nil` where too few answers are longer than a token.
  ///
  /// From its first token to its last an answer took as many steps as it has further tokens. The work of these steps is known
  /// from the other requests: the prompts that were completed meanwhile, and the running answers with their context. So each
  /// answer gives one linear equation in the four costs, and least squares of relative errors solve them.
  func estimate() -> [Double]? {
    let steps = requests.map { Double($0.outputTokens - 1) }
    let writers = requests.indices.filter { steps[$0] > 0 && requests[$0].endToEnd > requests[$0].timeToFirstToken }
    guard writers.count >= 4 else { return nil }
    let sums = Sums(requests)
    var columns = [[Double]](repeating: [], count: 4)
    for index in writers {
      let request = requests[index]
      let duration = request.endToEnd - request.timeToFirstToken
      let (from, to) = (sums.first[index], sums.last[index])
      columns[0].append(steps[index] / duration)
      columns[1].append((to.prompts - from.prompts) / duration)
      columns[2].append(steps[index] * (to.context - from.context) / (duration * duration))
      columns[3].append(steps[index] * (to.sequences - from.sequences) / (duration * duration))
    }
    return LinearLeastSquares.nonNegativeCoefficients(
      of: columns, fitting: [Double](repeating: 1, count: writers.count))
  }

  /// Prefilled tokens, and context and sequences integrated over time, at each request's first and last token.
  private struct Sums {
    struct Sum {
      var prompts = 0.0
      var context = 0.0
      var sequences = 0.0
    }

    private(set) var first: [Sum]
    private(set) var last: [Sum]

    init(_ requests: [Request]) {
      first = Array(repeating: Sum(), count: requests.count)
      last = first
      let events = requests.indices.flatMap {
        [
          (time: requests[$0].arrival + requests[$0].timeToFirstToken, index: $0, isFirst: true),
          (time: requests[$0].arrival + requests[$0].endToEnd, index: $0, isFirst: false),
        ]
      }
      var sum = Sum()
      var (now, context, growth, sequences) = (0.0, 0.0, 0.0, 0.0)
      for event in events.sorted(by: { ($0.time, $0.index) < ($1.time, $1.index) }) {
        let passed = event.time - now
        sum.context += passed * (context + growth * passed / 2)
        sum.sequences += passed * sequences
        context += growth * passed
        now = event.time
        let request = requests[event.index]
        let duration = request.endToEnd - request.timeToFirstToken
        let rise = duration > 0 ? Double(max(request.outputTokens - 1, 0)) / duration : 0
        if event.isFirst {
          // The request's own prompt was prefilled before its first token.
          sum.prompts += Double(request.inputTokens)
          first[event.index] = sum
          context += Double(request.inputTokens)
          growth += rise
          sequences += 1
        } else {
          last[event.index] = sum
          context -= Double(request.inputTokens) + rise * duration
          growth -= rise
          sequences -= 1
        }
      }
    }
  }
}
