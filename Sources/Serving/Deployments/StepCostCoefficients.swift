import Demand
import Glibc

/// A program that serves a model.
public enum ServingEngine: String, Sendable, Hashable, CaseIterable {
  /// vLLM.
  case vllm
  /// SGLang.
  case sglang
  /// TensorRT-LLM.
  case trtllm
}

/// How well measurements support the predicted cost of a deployment.
package enum Support: String, Sendable, Hashable, CaseIterable {
  /// This deployment was measured.
  case measured
  /// It was measured with another parallelism.
  case otherConfiguration = "other configuration"
  /// The model was measured on the GPU, with another engine or precision, or at few points.
  case fitted
  /// Other models were measured on the GPU.
  case predicted
  /// It spans nodes, and no deployment of the model was measured so.
  case overNetwork = "over network"
  /// Nothing was measured on the GPU.
  case beyond

  /// As results call it.
  package var label: String {
    switch self {
    case .measured: "measured"
    case .otherConfiguration, .fitted: "fitted"
    case .predicted, .overNetwork, .beyond: "predicted"
    }
  }

  /// What was measured, in words.
  package var inWords: String {
    switch self {
    case .measured: "this deployment was measured, and the model of steps fitted to it"
    case .otherConfiguration: "fitted to the same model, GPU, precision and engine with another parallelism"
    case .fitted: "fitted to the same model on the same GPU with another engine or precision"
    case .predicted: "predicted: other models were measured on this GPU, not this one"
    case .overNetwork: "predicted: the model was not measured on these GPUs over several nodes"
    case .beyond: "predicted: nothing was measured on this GPU"
    }
  }
}

/// What is fitted to measurements: parameters that all deployments share, and deviations of some.
enum StepCostCoefficients {
  /// Logarithms of factors by which parts of the cost deviate.
  struct Deviations: Sendable {
    /// Floors, weights read, KV cache, tokens of answers, tokens of prompts, the share of prompts that a first token waits for
    /// (of its logit), the floor of a first token.
    static let names = ["ov", "mem", "kv", "tok", "pf", "ph", "ft"]
    var values = Array(repeating: 0.0, count: names.count)

    static func + (a: Deviations, b: Deviations) -> Deviations {
      Deviations(values: zip(a.values, b.values).map { $0 + $1 })
    }

    fileprivate init(_ row: CatalogueData.Row) { values = Self.names.map { row.number($0) } }
    init(values: [Double] = Array(repeating: 0, count: names.count)) { self.values = values }

    /// The factors of the parts.
    var factors: [Double] { values.map { exp($0) } }
  }

  /// A model on a GPU in a precision with an engine, as it was measured.
  struct Cell: Sendable {
    let gpu: String
    let model: String
    let precision: String
    let engine: String
    /// Whether prompts and answers were worked on apart.
    let isSplit: Bool
    let points: Int
    /// Degrees of tensor and data parallelism of the attention: `8/1`.
    let parallelism: [String]
    let deviations: Deviations
  }

  static let parameters: [String: Double] = {
    let rows = CatalogueData.rows(PackageResources.step_parameters_csv, "step-parameters.csv") {
      ($0.text("name"), $0.number("value"))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }()

  static func parameter(_ name: String) -> Double {
    guard let value = parameters[name] else { preconditionFailure("step-parameters.csv has no \(name)") }
    return value
  }

  /// By level and name.
  static let deviations: [String: Deviations] = {
    let rows = CatalogueData.rows(PackageResources.step_deviations_csv, "step-deviations.csv") {
      ($0.text("level") + " " + $0.text("name"), Deviations($0))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }()

  static let cells: [Cell] = CatalogueData.rows(PackageResources.step_cells_csv, "step-cells.csv") {
    Cell(
      gpu: $0.text("gpu"), model: $0.text("model"), precision: $0.text("precision"), engine: $0.text("engine"),
      isSplit: !$0.text("pools").isEmpty, points: Int($0.number("points")),
      parallelism: $0.list("parallelism", separator: " "), deviations: Deviations($0))
  }

  /// Half-widths of the 90 % interval of the logarithm, by support.
  static let intervals: [Support: PredictedFigure.HalfWidths] = {
    let rows = CatalogueData.rows(PackageResources.step_intervals_csv, "step-intervals.csv") { row in
      guard let support = Support(rawValue: row.text("support")) else {
        preconditionFailure("step-intervals.csv: \(row.text("support"))")
      }
      return (
        support,
        PredictedFigure.HalfWidths(
          timePerOutputToken: row.number("tpot"), timeToFirstToken: row.number("ttft"),
          throughput: row.number("throughput"))
      )
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }()
}

/// A predicted figure with its 90 % interval.
package struct PredictedFigure: Sendable, Hashable {
  package let value: Double
  /// Half the width of the interval of the logarithm.
  package let halfWidth: Double

  package var low: Double { value * exp(-halfWidth) }
  package var high: Double { value * exp(halfWidth) }

  /// What an amount an hour is for each unit of a rate: it has the interval of the rate.
  package static func / (amount: Double, rate: Self) -> Self {
    PredictedFigure(value: amount / rate.value, halfWidth: rate.halfWidth)
  }

  /// Half-widths of the logarithms of figures.
  package struct HalfWidths: Sendable, Hashable {
    package let timePerOutputToken: Double
    package let timeToFirstToken: Double
    package let throughput: Double
  }
}
