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
    let energy: PredictedFigure?
    /// US dollars for a million tokens of answers, with their prompts, at the lowest known rent and at the highest.
    let cost: (low: PredictedFigure, high: PredictedFigure)?
  }

  var rows: [Row] {
    workload.batches.map { requests in
      let loop = prediction.loop(requests: Double(requests), input: workload.input, output: workload.output)
      let gpus = Double(prediction.gpus)
      // Of a GPU in an hour: 1e6 tokens take 1e6 / 3600 / throughput GPU-hours.
      func perMillion(_ hourly: Double) -> PredictedFigure { hourly * 1e6 / 3600 / loop.throughput }
      return Row(
        requests: requests, loop: loop, tokensPerSecond: loop.throughput.value * gpus,
        energy: deployment.watts(sequences: loop.running / Double(prediction.dataParallel)).map {
          perMillion($0 / gpus / 1000)
        },
        cost: price.map { (low: perMillion($0.range.lowerBound), high: perMillion($0.range.upperBound)) })
    }
  }

  // MARK: - Text

  private static func interval(_ figure: PredictedFigure) -> String {
    "\(NumberText.short(figure.low)) to \(NumberText.short(figure.high))"
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let rows = rows
    let headings = [
      "in flight", "ms per token", "90 %", "first token", "tokens/s/GPU", "90 %", "tokens/s", "kWh/M", "90 %",
    ]
    let ofCost = price == nil ? [] : ["USD/M", "90 %"]
    let table = TextualTable(
      headings: headings + ofCost, alignment: Array(repeating: .right, count: headings.count + ofCost.count),
      rows: rows.map(Self.cells)
    ).text
    return
      ([
        prediction.title, Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n"), table,
      ] + [memory, method, power, hardware, use].map { Paragraph.wrap($0).joined(separator: "\n") })
      .joined(separator: "\n\n")
  }

  private static func cells(_ row: Row) -> [String] {
    let loop = row.loop
    var cells = [
      "\(row.requests)", NumberText.short(loop.timePerOutputToken.value), interval(loop.timePerOutputToken),
      LatencyText.short(loop.timeToFirstToken.value / 1000), NumberText.short(loop.throughput.value),
      interval(loop.throughput), NumberText.short(row.tokensPerSecond),
    ]
    if let energy = row.energy {
      cells += [NumberText.short(energy.value), interval(energy)]
    } else {
      cells += ["unknown", "-"]
    }
    if let cost = row.cost { cells += [range(cost.low.value, cost.high.value), range(cost.low.low, cost.high.high)] }
    return cells
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    low == high ? NumberText.short(low) : "\(NumberText.short(low)) to \(NumberText.short(high))"
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
    var text =
      "Each request is followed by the next: \(NumberText.short(workload.input)) tokens of prompt, "
      + "\(NumberText.short(workload.output)) of answer. The first token includes the wait for the prompts of the others when all "
      + "begin at once; it is known to a factor of "
      + "\(NumberText.short(rows.first.map { $0.loop.timeToFirstToken.high / $0.loop.timeToFirstToken.value } ?? 1)). "
      + "Tokens are those of answers. The intervals of energy and cost are those of the throughput"
    if let price, price.range.lowerBound < price.range.upperBound {
      text += "; USD: over the known rents, and 90 % from the lowest rent with the highest throughput to the opposite"
    }
    return text + "."
  }

  private var power: String {
    guard let watts = prediction.gpu.power else {
      return "Energy: the power of \(prediction.gpu.name) is not known."
    }
    var text =
      "Energy: by the rated \(NumberText.short(watts)) W of a GPU and the number of running requests, for a million tokens of "
      + "answers with their prompts, without the building."
    if let row = rows.last, let energy = row.energy {
      text +=
        " With \(row.requests) in flight a request takes \(NumberText.short(energy.value * workload.output / 1000)) Wh"
      if let grid = workload.grid {
        text +=
          ", and \(NumberText.short(energy.value * workload.output / 1e6 * grid.intensity)) g of carbon dioxide "
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

  private static func json(_ figure: PredictedFigure?, times factor: Double) -> JSONValue {
    guard let figure else { return .null }
    return [
      "value": .number(figure.value * factor), "low": .number(figure.low * factor),
      "high": .number(figure.high * factor),
    ]
  }

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
            "output_tokens_per_s": .number(row.tokensPerSecond),
            "kwh_per_million_output_tokens": Self.json(row.energy, times: 1),
            "g_co2_per_request": workload.grid.map {
              Self.json(row.energy, times: workload.output / 1e6 * $0.intensity)
            } ?? .null,
            "usd_per_million_output_tokens": row.cost.map {
              ["at_lowest_rent": Self.json($0.low), "at_highest_rent": Self.json($0.high)]
            } ?? .null,
          ]
        }),
    ]
  }
}
