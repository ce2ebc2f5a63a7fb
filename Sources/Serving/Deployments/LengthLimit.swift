/// Why a request is too long for a deployment, whatever else it serves.
public enum LengthLimit: Error, Sendable, Hashable, CustomStringConvertible {
  /// The model takes no more tokens of prompt and answer together.
  case context(Int)
  /// The memory holds no more tokens.
  case memory(Int)

  public var description: String {
    switch self {
    case .context(let tokens): "the model takes at most \(tokens) tokens of prompt and answer together"
    case .memory(let tokens): "the memory beside the weights holds at most \(tokens) tokens of context"
    }
  }
}
