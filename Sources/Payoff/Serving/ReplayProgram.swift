import CommandOptions
import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff replay`: a trace through a fleet, request by request.
enum ReplayProgram {
  static func run(_ options: ReplayOptions) throws {
    let deployment = try ServedDeployment.read(options.deployment)
    let routing = try options.routing.value
    guard options.pue >= 1 else {
      throw InvalidValue(
        "--pue \(options.pue.shortest)", "a building takes at least what its machines take",
        remedy: "write a number from 1 on, such as 1.3")
    }
    let path = FilePath(
      options.output.out ?? "runs/replay-\(FilePath(options.trace).stem ?? "trace")-\(options.replicas)")
    try OutputDirectory.checkVacancy(of: path, replaces: options.output.force)
    let trace = try RequestTrace(contentsOf: options.trace)
    try trace.requireTokens()
    try requireRoom(for: trace, on: deployment)

    let fleet = ServingFleet(
      ReplicaPool(deployment, replicas: options.replicas, powerUsageEffectiveness: options.pue), routing: routing,
      waitingAtMost: options.waitingAtMost)
    var outcomes: [RequestOutcome?] = Array(repeating: nil, count: trace.requests.count)
    let result = fleet.serve(
      TraceArrivals(trace, timesRate: options.timesRate, fromFirst: true), Streams(seed: options.seed, replication: 0),
      observer: { outcome in
        switch outcome {
        case .answered(let answer): outcomes[answer.number] = outcome
        case .spilled(let number), .refused(let number, _): outcomes[number] = outcome
        }
      })
    let served = outcomes.compactMap(\.self)
    outcomes = []
    warn(of: result, trace, deployment)

    let report = ReplayReport(
      result, served, trace, deployment, options,
      price: GPUPrice(options.deployment.price, of: deployment.gpu),
      sample: trace.span > 0 ? try? RequestSample(RequestPattern(resampling: trace), on: deployment) : nil)
    let start = trace.requests[0].arrival
    let written = try ReplayDirectory.write(
      to: path, replaces: options.output.force,
      title: "Replay of \(FilePath(options.trace).lastComponent?.string ?? "")",
      served, arrivals: trace.requests.map { ($0.arrival - start) / options.timesRate },
      answer: report.sentence, summary: report.figures, trace: options.trace,
      settings: [
        "deployment": ServedDeployment.text(deployment), "replicas": "\(options.replicas)", "routing": "\(routing)",
        "times_rate": options.timesRate.shortest,
        "waiting_at_most": options.waitingAtMost.map(String.init) ?? "any", "pue": options.pue.shortest,
      ], seed: options.seed)
    options.output.show(
      written, report.text(files: "Files in \(path): " + ReplayDirectory.fileNames.joined(separator: ", ")))
  }

  /// Refuses a trace of which the deployment holds no request.
  private static func requireRoom(for trace: RequestTrace, on deployment: Deployment) throws {
    let limits = trace.requests.lazy.map {
      deployment.limit(inputTokens: $0.inputTokens, outputTokens: $0.outputTokens)
    }
    guard let first = limits.first, let limit = first, limits.allSatisfy({ $0 != nil }) else { return }
    let request = trace.requests[0]
    throw DataFileError(
      file: trace.name, line: 2,
      "a request of \(request.inputTokens) tokens in and \(request.outputTokens) out is too long for \(deployment.name), "
        + "and so are all others: \(limit)")
  }

  /// Says which requests were too long, by the first.
  private static func warn(of result: ServingResult, _ trace: RequestTrace, _ deployment: Deployment) {
    guard result.refused > 0 else { return }
    for (row, request) in trace.requests.enumerated() {
      guard let limit = deployment.limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens) else {
        continue
      }
      Terminal.standardError.write(
        "Note: \(trace.name):\(row + 2): a request of \(request.inputTokens) tokens in and \(request.outputTokens) out is "
          + "refused: \(limit); \(result.refused) of \(trace.requests.count) are\n")
      return
    }
  }
}
