import Demand
import Foundation
public import Testing

/// A recorded trace that is no part of the project: whoever wants its tests to run gets it from those who published it.
public enum RecordedTrace: String, CaseIterable, Sendable {
  case azureConversation = "azure-llm-2023-conv"
  case mooncakeConversation = "mooncake-conversation"
  case mooncakeBlocks = "mooncake-conversation-blocks"
  case serveGenLarge = "servegen-m-large-clients"
  case serveGenReasoning = "servegen-deepseek-r1-clients"
  case vllmLlama8B = "vllm-measured-rtxpro6000-llama-3.1-8b"
  case vllmQwen32B = "vllm-measured-rtxpro6000-qwen3-32b"

  /// The directory that `PAYOFF_TRACES` names, or that of the shared data beside the project.
  private static let folder =
    ProcessInfo.processInfo.environment["PAYOFF_TRACES"].map { URL(filePath: $0) }
    ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/traces").standardized

  /// The file of the trace, CSV compressed with gzip.
  public var path: String { Self.folder.appending(path: "\(rawValue).csv.gz").path(percentEncoded: false) }

  /// Its rows.
  public func table() throws -> ReferenceTable { try ReferenceTable(Gunzip.text(of: path), name: rawValue) }

  fileprivate var isPresent: Bool { FileManager.default.fileExists(atPath: path) }

  /// Who published the trace, where, and under which licence.
  private var source: String {
    switch self {
    case .azureConversation: "Azure/AzurePublicDataset, data/AzureLLMInferenceTrace_conv.csv, CC BY 4.0"
    case .mooncakeConversation: "kvcache-ai/Mooncake, FAST25-release/traces/conversation_trace.jsonl, Apache-2.0"
    case .mooncakeBlocks: "kvcache-ai/Mooncake, FAST25-release/traces/conversation_trace.jsonl, Apache-2.0"
    case .serveGenLarge: "alibaba/ServeGen, clients of language/m-large, Apache-2.0"
    case .serveGenReasoning: "alibaba/ServeGen, clients of reason/deepseek-r1, Apache-2.0"
    case .vllmLlama8B: "casys-kaist/LLMServingSim, bench/examples, Llama-3.1-8B on an RTX PRO 6000, MIT"
    case .vllmQwen32B: "casys-kaist/LLMServingSim, bench/examples, Qwen3-32B on two RTX PRO 6000, MIT"
    }
  }

  fileprivate var howToGet: String { "\(rawValue).csv.gz (\(source))" }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test for want of a recorded trace, and says how to get it.
  public static func needs(_ traces: RecordedTrace...) -> Self {
    let missing = traces.filter { !$0.isPresent }.map(\.howToGet).joined(separator: "; ")
    return .enabled(
      if: missing.isEmpty,
      "needs \(missing) in the directory that PAYOFF_TRACES names; Tests/ReferenceData/README.md says how to get it")
  }
}
