import Experimentation
import Results
import Serving

/// The figures of a predicted deployment at numbers of requests in flight, as text and as JSON.
struct PredictionReport {
  /// What is asked for beside the deployment.
  struct Workload {
    let input: Double
    let output: Double
    let batches: [Int]
    /// US dollars per GPU-hour, as stated.
    let price: Double?
    let grid: Grid?
  }

  /// The carbon dioxide of electricity.
  struct Grid {
    let name: String
    /// Grams per kilowatt-hour.
    let intensity: Double
  }

  let prediction: DeploymentPrediction
  let workload: Workload
  private let deployment: Deployment
  private let price: GPUPrice?

  init(_ prediction: DeploymentPrediction, _ workload: Workload) {
    self.prediction = prediction
    self.workload = workload
    deployment = prediction.deployment()
    // The prices of the catalogue, which are newer than those of the constants.
    price = GPUPrice(workload.price, of: prediction.gpu.prices)
  }

  /// What a number of requests in flight costs and gets.
  struct Row {
    let requests: Int
    let loop: DeploymentPrediction.Loop
    /// Tokens of answers a second of the replica.
    let tokensPerSecond: Double
    /// Kilowatt-hours for a million tokens of answers, with their prompts; `nil` where the power is not known.
    let energy: Double?
    /// US dollars for a million tokens of answers, with their prompts.
    let cost: ClosedRange<Double>?
  }

  var rows: [Row] {
    workload.batches.map { requests in
      let loop = prediction.loop(requests: Double(requests), input: workload.input, output: workload.output)
      let rate = loop.throughput.value * Double(prediction.gpus)
      let seconds = 1e6 / rate
      let hours = Double(prediction.gpus) * seconds / 3600
      return Row(
        requests: requests, loop: loop, tokensPerSecond: rate,
        energy: deployment.watts(sequences: loop.running / Double(prediction.dataParallel)).map {
          $0 * seconds / 3.6e6
        },
        cost: price.map { $0.range.lowerBound * hours...$0.range.upperBound * hours })
    }
  }

  // MARK: - Text

  private static func interval(_ figure: PredictedFigure) -> String {
    "\(NumberText.short(figure.low)) to \(NumberText.short(figure.high))"
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let rows = rows
    let hasPrice = rows.contains { $0.cost != nil }
    let table = TextualTable(
      headings: ["in flight", "ms per token", "90 %", "first token", "tokens/s/GPU", "90 %", "tokens/s", "kWh/M"]
        + (hasPrice ? ["USD/M"] : []),
      alignment: Array(repeating: .right, count: hasPrice ? 9 : 8),
      rows: rows.map { row in
        [
          "\(row.requests)", NumberText.short(row.loop.timePerOutputToken.value),
          Self.interval(row.loop.timePerOutputToken),
          LatencyText.short(row.loop.timeToFirstToken.value / 1000), NumberText.short(row.loop.throughput.value),
          Self.interval(row.loop.throughput), NumberText.short(row.tokensPerSecond),
          row.energy.map { NumberText.short($0) } ?? "unknown",
        ] + (hasPrice ? [row.cost.map(Self.dollars) ?? "unknown"] : [])
      }
    ).text
    return
      ([
        prediction.title, Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n"), table,
      ] + [memory, method, power, hardware, use].map { Paragraph.wrap($0).joined(separator: "\n") })
      .joined(separator: "\n\n")
  }

  private static func dollars(_ range: ClosedRange<Double>) -> String {
    range.lowerBound == range.upperBound
      ? NumberText.short(range.lowerBound)
      : "\(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))"
  }

  private var sentence: String {
    let factor = 1 + prediction.error
    return
      "\(prediction.support.inWords.prefix(1).uppercased())\(prediction.support.inWords.dropFirst()). 90 % of such deployments "
      + "take \(NumberText.short(1 / factor)) to \(NumberText.short(factor)) times the time per token that is stated."
  }

  private var memory: String {
    let tokens = Double(prediction.contextTokens)
    let requests = prediction.mostRequests(input: workload.input, output: workload.output)
    return
      "Memory: the weights take \(NumberText.short(prediction.weights)) of \(NumberText.short(prediction.memory)) GB. The rest holds "
      + "\(NumberText.short(tokens)) tokens of context in \(Int(8 * prediction.kvBytes)) bits: "
      + "\(NumberText.short(requests.rounded(.down))) requests of \(NumberText.short(workload.input)) tokens of prompt and "
      + "\(NumberText.short(workload.output)) of answer. More requests wait."
      + (prediction.kvBytes < 2
        ? " In 16 bits, as engines keep it unless they are told otherwise, it holds half of them." : "")
  }

  private var method: String {
    "Each request is followed by the next: \(NumberText.short(workload.input)) tokens of prompt, "
      + "\(NumberText.short(workload.output)) of answer. The first token includes the wait for the prompts of the others when all "
      + "begin at once; it is known to a factor of "
      + "\(NumberText.short(rows.first.map { $0.loop.timeToFirstToken.high / $0.loop.timeToFirstToken.value } ?? 1)). "
      + "Tokens are those of answers."
  }

  private var power: String {
    guard let watts = prediction.gpu.power else {
      return "Energy: the power of \(prediction.gpu.name) is not known."
    }
    var text =
      "Energy: by the rated \(NumberText.short(watts)) W of a GPU and the number of running requests, for a million tokens of "
      + "answers with their prompts, without the building."
    if let row = rows.last, let energy = row.energy {
      text += " With \(row.requests) in flight a request takes \(NumberText.short(energy * workload.output / 1000)) Wh"
      if let grid = workload.grid {
        text +=
          ", and \(NumberText.short(energy * workload.output / 1e6 * grid.intensity)) g of carbon dioxide "
          + "(\(NumberText.short(grid.intensity)) g/kWh, \(grid.name))"
      }
      text += "."
    }
    return text
  }

  private var hardware: String {
    let (gpu, model) = (prediction.gpu, prediction.model)
    let experts =
      model.isMixture ? ", \(Int(model.experts)) experts of which \(Int(model.activeExperts)) work on a token" : ""
    let rent =
      price.map { "\($0.text(hours: 1)) an hour (\($0.source))" } ?? "a rent that is not known; state one with --price"
    return
      "\(gpu.name): \(NumberText.short(gpu.memory)) GiB, \(NumberText.short(gpu.bandwidth)) TB/s, \(gpu.link), launched "
      + "\(gpu.launch), \(rent). Export to China: \(gpu.export). \(model.name): \(NumberText.short(model.total)) billion "
      + "parameters, \(NumberText.short(model.active)) for a token, \(Int(model.layers)) layers\(experts), \(model.attention) attention, "
      + "context of \(NumberText.short(Double(model.context))) tokens."
  }

  private var use: String {
    "payoff size and replay take the same options: --gpu \(prediction.gpu.id) --model \(prediction.model.id) "
      + "--precision \(prediction.precision) --tensor-parallel \(prediction.tensorParallel)"
      + (prediction.dataParallel > 1 ? " --data-parallel \(prediction.dataParallel)" : "")
      + (prediction.engine == .vllm ? "" : " --engine \(prediction.engine)")
      + ". An experiment takes Deployment(\"\(prediction.model.id)\", on: \"\(prediction.gpu.id)\", precision: "
      + ".\(prediction.precision)), and its slowness as an input."
  }

  // MARK: - JSON

  private static func json(_ figure: PredictedFigure) -> JSONValue {
    ["value": .number(figure.value), "low": .number(figure.low), "high": .number(figure.high)]
  }

  private static func json(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

  var json: JSONValue {
    let (gpu, model) = (prediction.gpu, prediction.model)
    return [
      "title": .string(prediction.title), "gpu": .string(gpu.id), "model": .string(model.id),
      "precision": .string(prediction.precision.rawValue), "engine": .string(prediction.engine.rawValue),
      "tensor_parallel": .number(Double(prediction.tensorParallel)),
      "data_parallel": .number(Double(prediction.dataParallel)), "gpus": .number(Double(prediction.gpus)),
      "costs": .string(prediction.support.label), "support": .string(prediction.support.inWords),
      "error": .number(prediction.error),
      "slowness": ["log_mean": 0, "log_deviation": .number(prediction.halfWidth / 1.645)],
      "weights_gb": .number(prediction.weights), "memory_gb": .number(prediction.memory),
      "kv_tokens": .number(Double(prediction.contextTokens)), "kv_bits": .number(8 * prediction.kvBytes),
      "requests_in_memory": .number(
        prediction.mostRequests(input: workload.input, output: workload.output).rounded(.down)),
      "input_tokens": .number(workload.input), "output_tokens": .number(workload.output),
      "export": .string(gpu.export), "gpu_source": .string(gpu.source), "model_source": .string(model.source),
      "price_usd_per_gpu_hour": price.map {
        ["low": .number($0.range.lowerBound), "high": .number($0.range.upperBound), "source": .string($0.source)]
      } ?? .null,
      "batches": .array(
        rows.map { row in
          [
            "in_flight": .number(Double(row.requests)), "running": .number(row.loop.running),
            "ms_per_output_token": Self.json(row.loop.timePerOutputToken),
            "ms_to_first_token": Self.json(row.loop.timeToFirstToken),
            "output_tokens_per_s_gpu": Self.json(row.loop.throughput),
            "output_tokens_per_s": .number(row.tokensPerSecond), "kwh_per_million_output_tokens": Self.json(row.energy),
            "g_co2_per_request": Self.json(
              workload.grid.flatMap { grid in row.energy.map { $0 * workload.output / 1e6 * grid.intensity } }),
            "usd_per_million_output_tokens": row.cost.map {
              ["low": .number($0.lowerBound), "high": .number($0.upperBound)]
            } ?? .null,
          ]
        }),
    ]
  }
}
