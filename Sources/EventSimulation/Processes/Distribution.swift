import Foundation
public import Randomness

public struct Distribution: Sendable {
  enum Kind { case exponential(Double), constant(Double), uniform(Double, Double) }
  let kind: Kind
  public static func exponential(mean: Double) -> Distribution { .init(kind: .exponential(mean)) }
  public static func constant(_ value: Double) -> Distribution { .init(kind: .constant(value)) }
  public static func uniform(_ low: Double, _ high: Double) -> Distribution { .init(kind: .uniform(low, high)) }
  public func draw(from stream: RandomStream) -> Double {
    switch kind {
    case .exponential(let mean): -mean * log(1 - stream.uniform())
    case .constant(let value): value
    case .uniform(let low, let high): low + (high - low) * stream.uniform()
    }
  }
}
