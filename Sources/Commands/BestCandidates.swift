import Demand
import Experimentation
import Randomness
import Serving

/// The deployments of a model that `payoff size --best` compares, and those that cannot be.
struct BestCandidates {
  /// A deployment that cannot be, with the reason.
  struct Excluded {
    let gpu: String
    let settings: String
    let reason: String
  }

  let model: ModelShape
  private(set) var candidates: [DeploymentSearch.Candidate] = []
  private(set) var excluded: [Excluded] = []
  /// By the id of the GPU.
  private(set) var prices: [String: GPUPrice] = [:]

  /// Tokens of a step for each copy of the attention.
  private static let tokensPerStep = [2048, 8192]
  private static let tensors = [1, 2, 4, 8, 16]
  /// GPUs of a replica with several copies of the attention.
  private static let spreads = [8, 16]

  /// - Throws: `InvalidValue` for a missing or unknown name, and for a price of no GPU in particular.
  init(_ options: DeploymentOptions, for pattern: RequestPattern) throws {
    let catalogue = options.catalogue
    model = try Self.model(options)
    guard options.price == nil || catalogue.gpu != nil else {
      throw InvalidValue(
        "--price with --best", "each GPU has its own price",
        remedy: "add --gpu, or leave it out for those of the catalogue")
    }
    let gpus = try catalogue.gpu.map { (name) throws(InvalidValue) in [try GPUSheet.named(name, for: "--gpu")] }
    let sharesPrompts = pattern.sample(200).contains { $0.content != .own }
    let engine = try catalogue.engine ?? .vllm
    let precision = try catalogue.precision
    for gpu in gpus ?? GPUSheet.all {
      prices[gpu.id] = GPUPrice(options.price, of: gpu.prices)
      for precision in precision.map({ [$0] }) ?? precisions(of: gpu) {
        for (tensor, data) in parallelisms(catalogue) {
          do throws(InvalidValue) {
            let prediction = try DeploymentPrediction(
              model.id, on: gpu.id, precision: precision, engine: engine, tensorParallel: tensor, dataParallel: data)
            let deployment = prediction.deployment()
            for rule in try rules(options, data, sharesPrompts) {
              candidates.append(
                DeploymentSearch.Candidate(
                  prediction, deployment.batching(rule), price: prices[gpu.id]?.range.lowerBound))
            }
          } catch {
            excluded.append(
              Excluded(
                gpu: gpu.name, settings: "\(precision), TP \(tensor)" + (data == 1 ? "" : " DP \(data)"),
                reason: error.problem))
          }
        }
      }
    }
  }

  private static func model(_ options: DeploymentOptions) throws -> ModelShape {
    if let name = options.catalogue.model {
      guard options.deployment == nil else {
        throw InvalidValue("--deployment and --model", "both set the model", remedy: "remove one of the two")
      }
      return try ModelShape.named(name, for: "--model")
    }
    guard options.deployment != nil else {
      throw InvalidValue("--best", "it needs a model", remedy: "for example --model llama-3.3-70b")
    }
    guard let name = try options.value().model?.name else {
      throw InvalidValue("--best", "the model of the deployment is not known", remedy: "name one with --model")
    }
    return try ModelShape.named(name, for: "the model of the deployment,")
  }

  /// 16 bits, 8 bits and 4 bits where the GPU computes in them, and the precision in which the model is published.
  private func precisions(of gpu: GPUSheet) -> [Precision] {
    let native = Precision(rawValue: model.nativePrecision)
    let eight: Precision = gpu.computes(in: .fp8) ? .fp8 : .int8
    return [Precision.bf16, eight, .fp4].filter { gpu.computes(in: $0) || ($0 == .fp4 && native == .fp4) }
  }

  /// Degrees of tensor and data parallelism; copies of the attention for mixtures only.
  private func parallelisms(_ options: CatalogueOptions) -> [(Int, Int)] {
    let tensors =
      options.tensorParallel.map { [$0] }
      ?? Self.tensors.filter {
        model.heads.truncatingRemainder(dividingBy: Double($0)) == 0
      }
    return tensors.flatMap { tensor -> [(Int, Int)] in
      if let data = options.dataParallel { return [(tensor, data)] }
      let copies = model.isMixture ? Self.spreads.filter { $0 > tensor && $0 % tensor == 0 }.map { $0 / tensor } : []
      return ([1] + copies).map { (tensor, $0) }
    }
  }

  private func rules(_ options: DeploymentOptions, _ copies: Int, _ sharesPrompts: Bool) throws(InvalidValue)
    -> [BatchingRule]
  {
    var rules: [BatchingRule] = []
    for tokens in options.tokensPerStep.map({ [$0] }) ?? Self.tokensPerStep.map({ $0 * copies }) {
      let rule = try options.batching(sequences: 256 * copies, tokensPerStep: tokens)
      rules.append(
        .continuous(sequences: rule.sequences, tokensPerStep: rule.tokensPerStep, prefixCaching: sharesPrompts))
    }
    return rules
  }
}
