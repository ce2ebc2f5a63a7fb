import Glibc

/// The power of a GPU that serves, in watts, by how many sequences are at work.
///
/// A logistic curve in the logarithm of the sequences: `least + (most − least)/(1 + exp(−slope·(log₂ n − middle)))`.
/// From the profiles of vllm-project/semantic-router's fleet simulator (2026), which take them from ML.ENERGY.
public struct PowerCurve: Sendable, Hashable {
  /// Watts with a request at hand, and with a full batch.
  public let least: Double
  /// Watts with a full batch.
  public let most: Double
  /// How steeply the power rises with a doubling of the sequences.
  public let slope: Double
  /// log₂ of the sequences at which the power is half-way.
  public let middle: Double
  /// Watts with a model in memory and nothing to do: less than `least`, by how much nobody has published for these curves,
  /// so `least` unless you know it. A model in memory takes 26 to 66 W more than none, whatever its size (arXiv 2605.23918).
  public let idle: Double

  /// A curve from its least to its most watts.
  public init(least: Double, most: Double, slope: Double = 1, middle: Double, idle: Double? = nil) {
    self.least = least
    self.most = most
    self.slope = slope
    self.middle = middle
    self.idle = idle ?? least
  }

  /// Watts while so many sequences are at work.
  public func watts(sequences: Double) -> Double {
    guard sequences > 0 else { return idle }
    return least + (most - least) / (1 + exp(-slope * (log2(sequences) - middle)))
  }
}
