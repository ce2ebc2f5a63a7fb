import ArgumentParser
import Experimentation
import Randomness
import Serving

/// A model of the catalogue on GPUs of the catalogue.
struct CatalogueOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A GPU of the catalogue, such as H200 or MI300X; payoff deployments --catalogue lists them.", valueName: "NAME"))
  var gpu: String?

  @Option(
    help: ArgumentHelp(
      "A model of the catalogue, such as llama-3.3-70b; payoff deployments --catalogue lists them.", valueName: "NAME"))
  var model: String?

  @Option(
    name: .customLong("precision"),
    help: ArgumentHelp(
      "The precision of the weights: \(Precision.allCases.map(\.rawValue).joined(separator: ", ")). (default: the model's own, or bf16)",
      valueName: "NAME"))
  var precisionName: String?

  @Option(
    name: .customLong("engine"),
    help: ArgumentHelp(
      "The server: \(ServingEngine.allCases.map(\.rawValue).joined(separator: ", ")). (default: vllm)",
      valueName: "NAME"))
  var engineName: String?

  @Option(
    parsing: .unconditional, help: "GPUs that each layer is spread over. (default: the fewest that hold the model)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var tensorParallel: Int?

  @Option(
    parsing: .unconditional, help: "Copies of the attention, between which requests are divided. (default: 1)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var dataParallel: Int?

  @Option(
    parsing: .unconditional,
    help: "GPUs that the experts of a mixture are spread over; it makes no measurable difference. (default: all)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var expertParallel: Int?

  /// Whether any of them is given.
  var isGiven: Bool {
    gpu != nil || model != nil || precisionName != nil || engineName != nil || tensorParallel != nil
      || dataParallel != nil || expertParallel != nil
  }

  /// The deployment of the options.
  /// - Throws: `InvalidValue` for a missing or unknown name, and for what cannot be.
  func prediction() throws(InvalidValue) -> DeploymentPrediction {
    guard let model else {
      throw InvalidValue("--model", "it is missing: the model", remedy: "for example --model llama-3.3-70b")
    }
    guard let gpu else { throw InvalidValue("--gpu", "it is missing: the GPU", remedy: "for example --gpu H200") }
    return try prediction(of: model, on: gpu)
  }

  /// `nil` where it is not given.
  var precision: Precision? {
    get throws(InvalidValue) { try Self.named(precisionName, "--precision") }
  }

  /// `nil` where it is not given.
  var engine: ServingEngine? {
    get throws(InvalidValue) { try Self.named(engineName, "--engine") }
  }

  /// The other options with a model and a GPU.
  func prediction(of model: String, on gpu: String) throws(InvalidValue) -> DeploymentPrediction {
    try DeploymentPrediction(
      model, on: gpu, precision: try precision, engine: try engine ?? .vllm, tensorParallel: tensorParallel,
      dataParallel: dataParallel ?? 1, expertParallel: expertParallel)
  }

  private static func named<Value: RawRepresentable & CaseIterable>(
    _ name: String?, _ option: String
  ) throws(InvalidValue) -> Value? where Value.RawValue == String {
    guard let name else { return nil }
    if let value = Value(rawValue: name.lowercased()) { return value }
    throw InvalidValue(
      "\(option) \(name)", "there is none of that name",
      remedy: NearestName.remedy(for: name, among: Value.allCases.map(\.rawValue)))
  }
}
