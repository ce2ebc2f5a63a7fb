import Demand
import Randomness

/// A latency of a batching replica by formula, by how many sequences are at work.
struct FormulaLatency {
  private let level: ServiceLevel
  private let load: BatchLoad
  private let deployment: Deployment
  /// Tokens of the prompt and the answer that the share of requests stays below.
  private let input: Double
  private let output: Double

  init(_ deployment: Deployment, _ lengths: TokenLengths, _ level: ServiceLevel, _ load: BatchLoad) {
    self.level = level
    self.load = load
    self.deployment = deployment
    let room = Double(deployment.contextLength)
    output = deployment.batching.promptsOnly ? 1 : min(max(1, lengths.output.quantile(level.share)), room - 1)
    input = min(max(1, lengths.input.quantile(level.share)), room - output)
  }

  private var prompt: Double {
    deployment.cost.milliseconds(
      promptTokens: input, promptPairs: deployment.cost.pairs(piece: input, after: 0, of: input), sequences: 1) / 1000
  }

  func value(atWork count: Double) -> Double {
    let step = load.step(at: load.rate(atWork: count))
    let first = step + prompt - load.base + deployment.overheads.beforeQueue
    switch level.latency {
    case .wait: return step
    case .timeToFirstToken: return first
    case .timePerOutputToken: return step
    case .endToEnd: return first + (output - 1) * step
    }
  }

  /// The latency with nothing else at work.
  var floor: Double {
    let alone = (deployment.cost.base + deployment.cost.perSequence) / 1000
    switch level.latency {
    case .wait: return 0
    case .timeToFirstToken: return prompt + deployment.overheads.beforeQueue
    case .timePerOutputToken: return alone
    case .endToEnd: return prompt + (output - 1) * alone + deployment.overheads.beforeQueue
    }
  }

  /// The first of some levels that nobody can meet; `nil` where all can be.
  static func unreachable(
    _ levels: [ServiceLevel], _ deployment: Deployment, _ lengths: TokenLengths, _ load: BatchLoad
  ) -> FormulaLatency? {
    levels.map { FormulaLatency(deployment, lengths, $0, load) }.first { latency in
      latency.level.latency == .wait ? latency.level.limit <= 0 : latency.floor >= latency.level.limit
    }
  }

  /// Refuses levels that no fleet holds, by the first that has a floor above its limit, or the first.
  static func refuse(
    _ levels: [ServiceLevel], _ deployment: Deployment, _ lengths: TokenLengths, _ load: BatchLoad,
    _ file: StaticString, _ line: UInt
  ) {
    guard let first = levels.first else {
      ValidationErrors.report(
        InvalidValue("within", "a curve is of one service level at least", location: "\(file):\(line)"))
      return
    }
    let latency =
      unreachable(levels, deployment, lengths, load) ?? FormulaLatency(deployment, lengths, first, load)
    ValidationErrors.report(latency.refusal(file, line))
  }

  /// The error of a level that nobody can meet: which part of the latency is its floor.
  func refusal(_ file: StaticString, _ line: UInt) -> InvalidValue {
    let alone = (deployment.cost.base + deployment.cost.perSequence) / 1000
    func short(_ seconds: Double) -> String { ((seconds * 1000).rounded() / 1000).shortest }
    let steps = "\(Int(output - 1)) steps of \(short(alone)) s for an answer of \(Int(output)) tokens"
    let part =
      switch level.latency {
      case .wait: "a wait of 0 s is never kept by all"
      case .timeToFirstToken: "alone on a replica, a prompt of \(Int(input)) tokens takes \(short(prompt)) s"
      case .timePerOutputToken: "alone on a replica, a step takes \(short(alone)) s"
      case .endToEnd: "alone on a replica, a prompt of \(Int(input)) tokens takes \(short(prompt)) s, and \(steps) more"
      }
    return InvalidValue(
      "\(level)", "no fleet can meet it with \(deployment.name): \(part)",
      remedy: "allow more than \(short(floor)) s, or take a faster deployment", location: "\(file):\(line)")
  }
}
