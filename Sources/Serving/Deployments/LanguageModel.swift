import Randomness

/// A language model: how large it is, what it remembers of a token, how long its context may be.
///
/// ```swift
/// LanguageModel.llama70B.pruned(keeping: 0.3)
/// ```
public struct LanguageModel: Sendable, Hashable {
  /// What it is published as.
  public let name: String
  /// Weights, and those that work on one token, which in a mixture of experts are fewer.
  public let parameters: Double
  /// The weights that work on one token: in a mixture of experts fewer than all.
  public let activeParameters: Double
  /// Layers of the network.
  public let layers: Double
  /// Bytes of memory for each token of context, in 16 bits: 2 · layers · heads that hold keys and values · their width · 2.
  public let kvBytes: Double
  /// The most tokens of prompt and answer together.
  public let contextLength: Int
  /// What became of its accuracy when it was made smaller.
  public let accuracy: AccuracyEffect
  /// Where its figures come from.
  public let source: String

  /// A model from figures of your own.
  public init(
    _ name: String, parameters: Double, activeParameters: Double? = nil, layers: Double, kvBytes: Double,
    contextLength: Int, accuracy: AccuracyEffect = .none, source: String, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.name = name
    self.parameters = parameters
    self.activeParameters = activeParameters ?? parameters
    self.layers = layers
    self.kvBytes = kvBytes
    self.contextLength = contextLength
    self.accuracy = accuracy
    self.source = source
    let place = "\(file):\(line)"
    for (label, value) in [
      ("parameters", parameters), ("activeParameters", self.activeParameters), ("layers", layers), ("kvBytes", kvBytes),
      ("contextLength", Double(contextLength)),
    ] where !(value > 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue("LanguageModel(\"\(name)\", \(label): \(value.shortest))", "it is above 0", location: place))
    }
    if self.activeParameters > parameters {
      ValidationErrors.report(
        InvalidValue(
          "LanguageModel(\"\(name)\", activeParameters: \(self.activeParameters))",
          "no more parameters work on a token than there are, \(parameters.shortest)", location: place))
    }
  }

  /// Whether only some of its weights work on a token.
  public var isMixtureOfExperts: Bool { activeParameters < parameters }

  /// The model without a part of its weights, cut out in whole layers, so that what it remembers of a token shrinks by
  /// as much.
  ///
  /// - `share`: what is kept of the weights.
  /// - `accuracy`: what is left of its accuracy, where you know.
  public func pruned(
    keeping share: Double, accuracy: AccuracyEffect = .unknown, file: StaticString = #fileID, line: UInt = #line
  ) -> LanguageModel {
    guard share > 0, share <= 1 else {
      ValidationErrors.report(
        InvalidValue(
          "pruned(keeping: \(share.shortest))", "a share of the weights lies above 0 and up to 1",
          location: "\(file):\(line)"))
      return self
    }
    return LanguageModel(
      "\(name), pruned to \((share * 100).shortest) %", parameters: parameters * share,
      activeParameters: activeParameters * share, layers: layers * share, kvBytes: kvBytes * share,
      contextLength: contextLength, accuracy: self.accuracy.and(accuracy), source: "\(source), pruned")
  }

  /// A small model that was taught by this one.
  ///
  /// - `student`: the small model.
  /// - `accuracy`: what is left of the teacher's accuracy, where you know.
  public func distilled(into student: LanguageModel, accuracy: AccuracyEffect = .unknown) -> LanguageModel {
    LanguageModel(
      "\(student.name), taught by \(name)", parameters: student.parameters, activeParameters: student.activeParameters,
      layers: student.layers, kvBytes: student.kvBytes, contextLength: student.contextLength,
      accuracy: self.accuracy.and(accuracy), source: "\(student.source), distilled")
  }
}
