import Randomness

extension Deployment {
  /// The deployment as a file that ``init(contentsOf:)`` reads again.
  ///
  /// It holds the costs, the memory and the parameters of continuous batching; fixed overheads and other batching rules are
  /// not part of it.
  public var json: String {
    var lines = [
      ("name", Self.quoted(name)), ("source", Self.quoted(evidence.source)), ("base_ms", cost.base.shortest),
      ("per_prompt_token_ms", cost.perPromptToken.shortest), ("per_prompt_pair_ms", cost.perPromptPair.shortest),
      ("per_context_token_ms", cost.perContextToken.shortest), ("per_sequence_ms", cost.perSequence.shortest),
      ("kv_tokens", "\(kvTokens)"), ("block_tokens", "\(blockTokens)"), ("context_length", "\(contextLength)"),
      ("gpus", "\(gpus)"), ("sequences", "\(batching.sequences)"), ("tokens_per_step", "\(batching.tokensPerStep)"),
    ]
    if let gpu, let key = GPU.catalogue.first(where: { $0.value == gpu })?.key {
      lines.append(("gpu", Self.quoted(key)))
    }
    if let error = evidence.error { lines.append(("error", error.shortest)) }
    return "{\n" + lines.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  /// A text as JSON writes it.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
