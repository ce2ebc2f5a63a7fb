import Experimentation
import Randomness
import Results
import Serving

/// A model on all GPUs of the catalogue, or all models on a GPU, each on the fewest GPUs that hold it.
struct PredictionComparison {
  private struct Entry {
    let gpu: GPUSheet
    let model: ModelShape
    /// With the most requests in flight of those asked for.
    let report: PredictionReport?
    /// Why there is none.
    let refusal: String
  }

  private let entries: [Entry]
  private let workload: PredictionReport.Workload
  private let title: String

  /// - Throws: `InvalidValue` for an unknown name. A pair that cannot be is listed with the reason.
  init(_ options: CatalogueOptions, _ workload: PredictionReport.Workload) throws(InvalidValue) {
    let gpus = try options.gpu.map { (name) throws(InvalidValue) in [try GPUSheet.named(name, for: "--gpu")] }
    let models = try options.model.map { (name) throws(InvalidValue) in [try ModelShape.named(name, for: "--model")] }
    title = (gpus?.first?.name ?? models?.first?.name ?? "")
    self.workload = workload
    var entries: [Entry] = []
    for gpu in gpus ?? GPUSheet.all {
      for model in models ?? ModelShape.all {
        do throws(InvalidValue) {
          let prediction = try options.prediction(of: model.id, on: gpu.id)
          entries.append(Entry(gpu: gpu, model: model, report: PredictionReport(prediction, workload), refusal: ""))
        } catch {
          entries.append(Entry(gpu: gpu, model: model, report: nil, refusal: error.problem))
        }
      }
    }
    self.entries = entries
  }

  var text: String {
    let rows = entries.map { entry in
      let name = "\(entry.model.id) on \(entry.gpu.id)"
      guard let report = entry.report, let row = report.rows.last else {
        return [name, "", "", "", "", "", "", "", "", ""]
      }
      let prediction = report.prediction
      return [
        name, "\(prediction.gpus)", "\(prediction.precision)", prediction.support.label,
        NumberText.ratio(prediction.error), NumberText.short(Double(prediction.contextTokens)),
        NumberText.short(row.loop.timePerOutputToken.value), NumberText.short(row.loop.throughput.value),
        row.energy.map { NumberText.short($0.value) } ?? "unknown",
        row.cost.map { NumberText.short($0.low.value) } ?? "unknown",
      ]
    }
    let table = TextualTable(
      headings: [
        "deployment", "GPUs", "bits", "costs", "error", "memory, tokens", "ms/token", "tokens/s/GPU", "kWh/M",
        "USD/M from",
      ],
      alignment: [.left, .right, .left, .left, .right, .right, .right, .right, .right, .right],
      rows: rows.filter { !$0[1].isEmpty }
    ).text
    let refusals = Dictionary(grouping: entries.filter { $0.report == nil }, by: \.refusal).sorted { $0.key < $1.key }
    let notes = refusals.map { refusal, entries in
      "Not " + entries.map { "\($0.model.id) on \($0.gpu.id)" }.joined(separator: ", ") + ": \(refusal)."
    }
    let method =
      "\(title): \(workload.batches.last ?? 1) requests in flight of \(NumberText.short(workload.input)) tokens of prompt and "
      + "\(NumberText.short(workload.output)) of answer, each on the fewest GPUs that hold the model. Error: what the time per "
      + "token of 90 % of deployments stays within. Tokens are those of answers; energy is that of the GPUs."
    return
      ([table] + [Paragraph.wrap(method).joined(separator: "\n")]
      + notes.map { Paragraph.wrap($0).joined(separator: "\n") }).joined(separator: "\n\n")
  }

  var json: JSONValue {
    .array(
      entries.map { entry in
        entry.report?.json ?? [
          "gpu": .string(entry.gpu.id), "model": .string(entry.model.id), "refused": .string(entry.refusal),
        ]
      })
  }
}
