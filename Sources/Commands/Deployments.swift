import ArgumentParser
import Experimentation
import Randomness
import Results
import Serving

/// `payoff deployments`: models on GPUs by name, and any pair of the catalogue by its data sheets.
struct DeploymentsCommand: Command {
  static let facts = CommandFacts(
    "deployments", title: "deployments",
    "Lists deployments (models on GPUs) by name, or derives any model on any GPU, with the error of its figures.",
    details: """
      A name consists of a model, a GPU, the number of GPUs and the precision: llama-70b-h100x4-fp8. Every model can be named \
      with every GPU. The list has the measured deployments, and each model on the fewest of each GPU that hold it in 16 bits.

      With --gpu and --model it derives that pair: memory for context, time per token and throughput by the number of requests \
      in flight, energy and cost, each with its 90 % interval (that of the cost over the known rents too), and says what was measured: the deployment itself, a like one, \
      or neither. With one of the two it compares all that there are. payoff size and payoff replay take the same options.
      """,
    examples: [
      "payoff deployments", "payoff deployments --gpu H200 --model llama-3.3-70b --precision fp8",
      "payoff deployments --model deepseek-v3 --batch 64", "payoff deployments --catalogue",
    ])

  @OptionGroup var catalogue: CatalogueOptions

  @Flag(name: .customLong("catalogue"), help: "List the GPUs and models, with prices, export status and sources.")
  var isCatalogue = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Requests in flight, separated by commas. (default: 1,8,32,64,128,256)", valueName: "COUNTS"),
    transform: { text in
      try text.split(separator: ",").map { try WholeNumber.read(String($0), in: 1...1_000_000) }
    })
  var batch: [Int]?

  @Option(
    parsing: .unconditional, help: "Tokens of a prompt. (default: 1024)",
    transform: { try WholeNumber.read($0, in: 1...10_000_000) })
  var input = 1024

  @Option(
    parsing: .unconditional, help: "Tokens of an answer. (default: 256)",
    transform: { try WholeNumber.read($0, in: 2...10_000_000) })
  var output = 256

  @Option(
    parsing: .unconditional, help: "US dollars per GPU-hour. (default: the known prices of the latest year)",
    transform: { try PositiveNumber.read($0, in: 1e-6...1e6) })
  var price: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where electricity is from, such as china or world, or its grams of carbon dioxide per kilowatt-hour.",
      valueName: "NAME or NUMBER"))
  var grid: String?

  @OptionGroup var printing: PrintingOptions

  func runAlone() throws {
    if isCatalogue { return printing.show(CatalogueReport.json, CatalogueReport.text) }
    guard catalogue.isGiven else {
      if batch != nil || price != nil || grid != nil {
        throw InvalidValue(
          "payoff deployments", "--batch, --price and --grid are about a model on a GPU",
          remedy: "add --gpu and --model, for example --gpu H200 --model llama-3.3-70b")
      }
      return printing.show(Self.json, Self.text)
    }
    let asked = try workload()
    guard catalogue.gpu != nil, catalogue.model != nil else { return try compare(asked) }
    let prediction = try catalogue.prediction()
    let context = prediction.model.context
    guard input + output <= context else {
      throw InvalidValue(
        "--input \(input) --output \(output)", "\(prediction.model.name) takes \(context) tokens of prompt and answer",
        remedy: "use fewer")
    }
    let report = PredictionReport(prediction, asked)
    printing.show(report.json, report.text)
  }

  private func compare(_ asked: PredictionReport.Workload) throws {
    guard catalogue.gpu != nil || catalogue.model != nil else {
      throw InvalidValue(
        "payoff deployments", "it needs a GPU or a model", remedy: "for example --gpu H200 --model llama-3.3-70b")
    }
    let comparison = try PredictionComparison(catalogue, asked)
    printing.show(comparison.json, comparison.text)
  }

  private func workload() throws(InvalidValue) -> PredictionReport.Workload {
    let batches = batch ?? [1, 8, 32, 64, 128, 256]
    guard !batches.isEmpty else {
      throw InvalidValue("--batch", "there is no number of requests", remedy: "for example --batch 1,64,256")
    }
    return PredictionReport.Workload(
      input: Double(input), output: Double(output), batches: batches, price: price, grid: try gridOfElectricity())
  }

  private func gridOfElectricity() throws(InvalidValue) -> PredictionReport.Grid? {
    guard let grid else { return nil }
    if let stated = Double(grid) {
      guard stated >= 0, stated <= 5000 else {
        throw InvalidValue("--grid \(grid)", "grams of carbon dioxide per kilowatt-hour are from 0 to 5000")
      }
      return PredictionReport.Grid(name: "as stated", intensity: stated)
    }
    let found = try GridCarbon.named(grid, for: "--grid")
    return PredictionReport.Grid(name: "\(found.name) in \(found.year), \(found.source)", intensity: found.intensity)
  }

  private static var text: String {
    var sources: [String] = []
    let rows = DeploymentCatalogue.listed.map { entry in
      let evidence = entry.deployment.evidence
      var costs = evidence.kind.rawValue
      if evidence.kind == .measured {
        let number = sources.firstIndex(of: evidence.source) ?? sources.count
        if number == sources.count { sources.append(evidence.source) }
        costs += " [\(number + 1)]"
      }
      return [
        entry.name, "\(entry.deployment.gpus)", NumberText.short(Double(entry.deployment.kvTokens)), costs,
        evidence.error.map { NumberText.ratio($0) } ?? "unknown",
      ]
    }
    let table = TextualTable(
      headings: ["deployment", "GPUs", "memory, tokens", "costs", "error up to"],
      alignment: [.left, .right, .right, .left, .right], rows: rows
    ).text
    let notes = sources.enumerated().map { "[\($0.offset + 1)] \($0.element)" }
    let names = Paragraph.wrap(
      "Any model can be named with any GPU: add x2, x4 or x8 for several GPUs, and -fp8, -int8 or -int4 for fewer bits. "
        + "Derived costs come from a roofline model of the GPU's bandwidth and speed; they are not measured. "
        + "--gpu and --model take \(GPUSheet.all.count) accelerators and \(ModelShape.all.count) models, with costs that are "
        + "fitted to measurements and the interval of their error.")
    return ([table, ""] + notes + [""] + names).joined(separator: "\n")
  }

  private static var json: JSONValue {
    .array(
      DeploymentCatalogue.listed.map { entry in
        let evidence = entry.deployment.evidence
        return [
          "name": .string(entry.name), "title": .string(entry.deployment.name),
          "gpus": .number(Double(entry.deployment.gpus)), "kv_tokens": .number(Double(entry.deployment.kvTokens)),
          "costs": .string(evidence.kind.rawValue), "error": evidence.error.map { .number($0) } ?? .null,
          "source": .string(evidence.source),
        ]
      })
  }
}
