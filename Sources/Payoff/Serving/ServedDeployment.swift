import CommandOptions
import FoundationEssentials
import Randomness
import Serving

/// The deployment that a command line names.
enum ServedDeployment {
  /// - `fallback`: what stands for none; `nil` where one is needed.
  /// - Throws: `InvalidValue` for a name that is not known, `DataFileError` for a file that cannot be used.
  static func read(_ options: DeploymentOptions, or fallback: String? = nil) throws -> Deployment {
    guard let name = options.deployment ?? fallback else {
      throw InvalidValue(
        "--deployment", "it is missing: which model runs on which GPUs",
        remedy: "for example --deployment llama-8b-a100; payoff deployments lists names")
    }
    let isFile = name.hasSuffix(".json") || FileManager.default.fileExists(atPath: name)
    let deployment =
      isFile ? try Deployment(contentsOf: name) : try DeploymentCatalogue.deployment(named: name)
    guard options.sequences != nil || options.tokensPerStep != nil else { return deployment }
    let sequences = options.sequences ?? deployment.batching.sequences
    let tokens = options.tokensPerStep ?? deployment.batching.tokensPerStep
    guard tokens >= sequences else {
      throw InvalidValue(
        "--sequences \(sequences) with \(tokens) tokens a step", "a step has at least a token for each sequence",
        remedy: "write --tokens-per-step \(sequences) or more")
    }
    return deployment.batching(.continuous(sequences: sequences, tokensPerStep: tokens))
  }

  /// What it is and how far it can be relied upon, in words.
  static func text(_ deployment: Deployment) -> String { "\(deployment.name), \(deployment.evidence)" }
}
