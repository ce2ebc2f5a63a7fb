import Demand
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

@Suite struct Calibration {
  /// Runs of vLLM 0.19 with max_num_seqs 128 and 2048 tokens a step, on RTX PRO 6000: LLMServingSim, MIT.
  private static let runs: [(trace: RecordedTrace, deployment: Deployment)] = [
    (.vllmLlama8B, Deployment(.llama8B, on: .rtxPro6000, batching: .continuous(sequences: 128))),
    (.vllmQwen32B, Deployment(.qwen32B, on: .rtxPro6000, gpus: 2, batching: .continuous(sequences: 128))),
  ]

  @Test(.needs(.vllmLlama8B, .vllmQwen32B), arguments: [0, 1])
  func `the catalogue's costs reproduce what vLLM did, within three percent in every figure`(number: Int) throws {
    let (trace, deployment) = Self.runs[number]
    #expect(deployment.evidence.kind == .measured)
    let comparison = try MeasuredRun(contentsOf: trace.path).compare(with: deployment)
    #expect(comparison.rows.count == 12 && comparison.refused == 0)
    for row in comparison.rows {
      #expect(abs(row.error) < 0.03, "\(row)")
      #expect(
        Validation.comparison(
          .measuredServers, deployment.name, "\(row.latency.rawValue), \(row.statistic.rawValue), s",
          expected: row.measured, found: row.simulated, tolerance: 0.03, .recordedTrace), "\(row)")
    }
  }

  @Test(.needs(.vllmLlama8B, .vllmQwen32B), arguments: [0, 1])
  func `from the costs of a roofline, a fit comes within three percent of what vLLM did`(number: Int) throws {
    let (trace, deployment) = Self.runs[number]
    let derived = deployment.cost(
      Roofline.cost(
        try #require(deployment.model), on: .rtxPro6000, gpus: deployment.gpus, precision: .bf16), source: .derived(""))
    let fit = try MeasuredRun(contentsOf: trace.path).fit(derived, named: trace.rawValue)
    #expect(
      Validation.agreement(
        .measuredServers, "\(deployment.name): latencies after a fit that starts from the roofline",
        with: "vLLM 0.19, measured", figures: fit.comparison.rows.count, worst: fit.comparison.worst, within: 0.03,
        .recordedTrace))
    #expect(fit.deployment.evidence.error == fit.comparison.worst)
  }

  /// A run of a known deployment, on requests drawn.
  private func run(_ deployment: Deployment, rate: Double, seed: UInt64 = 1) -> MeasuredRun {
    let streams = Streams(seed: seed, replication: 0)
    let lengths = TokenLengths(
      input: .lognormal(logMean: 5.5, logDeviation: 0.8), output: .lognormal(logMean: 4, logDeviation: 0.6))
    var source = DrawnRequests(
      RenewalArrivals.poisson(.constant(rate), from: streams.stream("arrivals")), lengths: lengths, from: streams,
      named: "chat", until: 40)
    var requests: [RequestTrace.Request] = []
    while let request = source.nextRequest() { requests.append(request) }
    let (_, answers) = results(of: requests, on: deployment)
    return MeasuredRun(
      answers.map {
        MeasuredRun.Request(
          arrival: $0.arrival, inputTokens: $0.inputTokens, outputTokens: $0.outputTokens,
          timeToFirstToken: $0.timeToFirstToken, endToEnd: $0.endToEnd)
      })
  }

  @Test func `a run of known costs gives them back`() throws {
    let known = StepCost(base: 12, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.04)
    let deployment = Deployment("known", known, kvTokens: 200_000, contextLength: 20_000)
    let start = StepCost(base: 25, perPromptToken: 0.02, perContextToken: 3e-4, perSequence: 0.01)
    let run = run(deployment, rate: 6)
    #expect(run.compare(with: deployment).worst < 1e-12)
    let fit = try run.fit(deployment.cost(start, source: .stated("a guess")))
    #expect(fit.comparison.worst < 0.01)
    let found = fit.deployment.cost
    #expect(abs(found.base / known.base - 1) < 0.02 && abs(found.perPromptToken / known.perPromptToken - 1) < 0.05)
    // Context and sequences go together: at the mean context of a sequence their sum is what the run tells.
    let (one, other) = (found, known)
    #expect(
      abs((one.perSequence + 400 * one.perContextToken) / (other.perSequence + 400 * other.perContextToken) - 1) < 0.2)
  }

  @Test func `requests that the deployment cannot hold are left out, and too few of them are refused`() throws {
    let deployment = Deployment(
      "small", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05), kvTokens: 4096,
      contextLength: 4096)
    func run(_ tokens: [Int]) -> MeasuredRun {
      MeasuredRun(
        tokens.enumerated().map {
          MeasuredRun.Request(
            arrival: Double($0), inputTokens: $1, outputTokens: 10, timeToFirstToken: 0.1, endToEnd: 0.3)
        })
    }
    #expect(run([100, 5000, 100]).compare(with: deployment).refused == 1)
    do {
      _ = try run([100, 5000, 100]).fit(deployment)
      Issue.record("a run of two requests was fitted")
    } catch let error as CalibrationError {
      #expect(error.description.hasPrefix("2 of the 3 requests fit small"))
    }
  }

  /// Ten requests a second, each written for 2 s, are 20 at once by Little's law.
  @Test func `answers that are more than a batch holds, and times per token that cannot be, are doubted`() throws {
    func run(times factor: Double) -> MeasuredRun {
      MeasuredRun(
        (0..<200).map {
          MeasuredRun.Request(
            arrival: Double($0) / 10, inputTokens: 100 + $0, outputTokens: 101, timeToFirstToken: 0.5 * factor,
            endToEnd: 2.5 * factor)
        })
    }
    func doubts(_ factor: Double, sequences: Int) -> [String] {
      let deployment = Deployment(
        "ours", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05),
        batching: .continuous(sequences: sequences), kvTokens: 200_000, contextLength: 131_072)
      return run(times: factor).doubts(on: deployment)
    }
    // From the first token to the last end they are written for 400 s in 19.9 + 2 s.
    #expect(doubts(1, sequences: 19).isEmpty)
    #expect(
      doubts(1, sequences: 18) == [
        "18.3 answers are written at once on average, and the deployment batches 18 at most: check ttft_s and e2e_s, which are in "
          + "seconds, and --sequences"
      ])
    #expect(
      doubts(1000, sequences: 256)
        == ["a token takes 20000 ms in the median: check ttft_s and e2e_s, which are in seconds"])
    #expect(doubts(1e-3, sequences: 256).first?.hasPrefix("a token takes 0.02 ms") == true)
    let lengths = run(times: 1).alikeLengths
    #expect(lengths.input == nil && lengths.output == 101)
  }

  @Test func `requests that stalled are counted`() throws {
    let deployment = Deployment(
      "known", StepCost(base: 12, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.04), kvTokens: 200_000,
      contextLength: 20_000)
    let known = run(deployment, rate: 6)
    #expect(known.compare(with: deployment).stalled == 0)
    let stalling = MeasuredRun(
      known.requests.enumerated().map { number, request in
        MeasuredRun.Request(
          arrival: request.arrival, inputTokens: request.inputTokens, outputTokens: request.outputTokens,
          timeToFirstToken: request.timeToFirstToken, endToEnd: request.endToEnd + (number % 50 == 7 ? 30 : 0))
      })
    #expect(stalling.compare(with: deployment).stalled == (0..<known.requests.count).count { $0 % 50 == 7 })
  }

  /// A log in which a column was damaged: the fit ends, with costs of which a step takes some time, or is refused.
  @Test(arguments: StepClock.allCases)
  func `a run whose times cannot be is fitted as well as it goes, or refused`(_ clock: StepClock) throws {
    let deployment = Deployment(
      "ours", StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05), kvTokens: 200_000,
      contextLength: 131_072, clock: clock)
    let damages: [(Int, MeasuredRun.Request) -> (tokens: Int, first: Double, end: Double)] = [
      { ($1.outputTokens, $1.endToEnd, $1.endToEnd) }, { ($1.outputTokens, 0, 0) }, { ($1.outputTokens, 0, 1e-9) },
      { ($0 == 7 ? 100_000 : $1.outputTokens, $1.timeToFirstToken, $1.endToEnd) },
      { ($1.outputTokens, $1.timeToFirstToken, $0 == 3 ? 1e5 : $1.endToEnd) },
      { ($1.outputTokens, $0 == 3 ? 1e-12 : $1.timeToFirstToken, $1.timeToFirstToken) },
      { (1, $1.timeToFirstToken, $0.isMultiple(of: 2) ? 1e4 : 1e-6) },
    ]
    for damage in damages {
      let requests = (0..<16).map { number in
        let (input, output) = (50 + 37 * number, 5 + 13 * (number % 9))
        let first = 0.02 + 4e-5 * Double(input)
        return MeasuredRun.Request(
          arrival: 0.8 * Double(number), inputTokens: input, outputTokens: output, timeToFirstToken: first,
          endToEnd: first + 0.012 * Double(output - 1))
      }
      let run = MeasuredRun(
        requests.enumerated().map { number, request in
          let damaged = damage(number, request)
          return MeasuredRun.Request(
            arrival: request.arrival, inputTokens: request.inputTokens, outputTokens: damaged.tokens,
            timeToFirstToken: damaged.first, endToEnd: damaged.end)
        })
      do {
        let cost = try run.fit(deployment).deployment.cost
        #expect(cost.base >= clock.leastMilliseconds && cost.base.isFinite && cost.perSequence.isFinite)
      } catch let error as CalibrationError {
        #expect(error.description.contains("the latencies of the run"))
      }
    }
  }

  private func problem(_ csv: String) -> String {
    do {
      _ = try MeasuredRun(csv: csv, file: "run.csv")
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `what is wrong in a measured run is named with file, line and column`() throws {
    let header = "e2e_s,arrival_s,input_tokens,output_tokens,note,ttft_s\n"
    let run = try MeasuredRun(csv: header + "2,0.5,100,7,\"a, b\",0.25\n", file: "run.csv")
    #expect(
      run.requests == [.init(arrival: 0.5, inputTokens: 100, outputTokens: 7, timeToFirstToken: 0.25, endToEnd: 2)])
    #expect(problem("") == "run.csv: is empty")
    #expect(problem(header) == "run.csv: holds no request")
    #expect(problem("arrival_s,input_tokens\n0,1\n").contains("run.csv:1: there is no column output_tokens"))
    #expect(
      problem(header + "2,0,100,7,,soon\n")
        == "run.csv:2: column ttft_s: expected a number of seconds, from 0 to 1e10, and found \"soon\"")
    #expect(
      problem(header + "2,0,100,7\n")
        == "run.csv:2: column ttft_s: expected a number of seconds, from 0 to 1e10, and found nothing: the file seems to be cut off"
    )
    #expect(
      problem(header + "2,0,1.5,7,,1\n").contains(
        "column input_tokens: expected a whole number of tokens, from 0 to a billion,"))
    #expect(problem(header + "1,0,100,7,,2\n").contains("column e2e_s: the answer is complete after 1.0 s"))
    #expect(
      problem(header + "2,5,1,1,,1\n2,4,1,1,,1\n").contains("run.csv:3: column arrival_s: 4.0 s comes after 5.0 s"))
  }
}
