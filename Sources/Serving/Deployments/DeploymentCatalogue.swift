public import Randomness

/// Deployments by name: `llama-8b-a100`, `llama-70b-h100x4-fp8`.
///
/// A name is that of a model, of a GPU, how many of them where more than one, and the precision where it is not 16 bits.
public enum DeploymentCatalogue {
  /// A deployment and what it is called.
  public struct Entry: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// What the name means.
    public let deployment: Deployment
  }

  /// Models and GPUs as their names are written.
  static let models: [(name: String, model: LanguageModel)] = [
    ("qwen-0.6b", .qwen0_6B), ("qwen-7b", .qwen7B), ("llama-8b", .llama8B), ("llama-13b", .llama13B),
    ("opt-13b", .opt13B), ("qwen-30b-a3b", .qwen30BA3B), ("qwen-32b", .qwen32B), ("opt-66b", .opt66B),
    ("llama-70b", .llama70B), ("opt-175b", .opt175B),
  ]
  static let gpus: [(name: String, gpu: GPU)] = [
    ("a100", .a100), ("a800", .a800), ("h100", .h100), ("h20", .h20), ("h200", .h200), ("l40s", .l40s),
    ("rtx-4090", .rtx4090), ("rtx-pro-6000", .rtxPro6000),
  ]
  private static let counts = [1, 2, 4, 8]

  /// What a name means, whether it fits or not.
  private struct Parts {
    let model: LanguageModel
    let gpu: GPU
    let gpus: Int
    let precision: Precision
  }

  private static let known: [String: Parts] = {
    var known: [String: Parts] = [:]
    for (model, gpu, count, precision) in combinations {
      known[name(model.name, gpu.name, count, precision)] = Parts(
        model: model.model, gpu: gpu.gpu, gpus: count, precision: precision)
    }
    return known
  }()

  private static var combinations:
    [(model: (name: String, model: LanguageModel), gpu: (name: String, gpu: GPU), count: Int, precision: Precision)]
  {
    models.flatMap { model in
      gpus.flatMap { gpu in
        counts.flatMap { count in Precision.allCases.map { (model, gpu, count, $0) } }
      }
    }
  }

  private static func name(_ model: String, _ gpu: String, _ count: Int, _ precision: Precision) -> String {
    "\(model)-\(gpu)" + (count == 1 ? "" : "x\(count)") + (precision == .bf16 ? "" : "-\(precision)")
  }

  /// The deployment of a name.
  /// - Throws: `InvalidValue` for a name that is not known, with the nearest, and for a model that does not fit the GPUs,
  ///   with how many it needs.
  public static func deployment(named name: String, batching: BatchingRule = .continuous()) throws(InvalidValue)
    -> Deployment
  {
    guard let parts = known[name] else {
      throw InvalidValue(
        "deployment \"\(name)\"", "there is no deployment of that name and no such file",
        remedy: NearestName.remedy(
          for: name, among: known.keys.sorted(), otherwise: "payoff deployments lists those that there are"))
    }
    do {
      return try ValidationErrors.collecting {
        Deployment(
          parts.model, on: parts.gpu, gpus: parts.gpus, precision: parts.precision, batching: batching)
      }
    } catch {
      let refused = (error as? InvalidValues)?.values.first
      throw InvalidValue(
        "deployment \"\(name)\"", refused?.problem ?? "\(error)", remedy: refused?.remedy)
    }
  }

  /// Those whose costs were measured, and each model on the fewest of each GPU that hold it; others have a name all the same.
  public static let listed: [Entry] = {
    var entries: [Entry] = []
    for (model, gpu, count, precision) in combinations {
      let isMeasured = MeasuredCost.of(model.model, on: gpu.gpu, gpus: count, precision: precision) != nil
      let isLeast =
        precision == .bf16
        && counts.first { fits(model.model, gpu.gpu, $0) } == count
      guard isMeasured || isLeast else { continue }
      let name = name(model.name, gpu.name, count, precision)
      if let deployment = try? deployment(named: name) { entries.append(Entry(name: name, deployment: deployment)) }
    }
    return entries
  }()

  private static func fits(_ model: LanguageModel, _ gpu: GPU, _ count: Int) -> Bool {
    Deployment.room(model, on: gpu, gpus: count, precision: .bf16) >= min(model.contextLength, 2048)
  }
}
