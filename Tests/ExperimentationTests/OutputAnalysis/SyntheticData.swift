import CGSL
import Randomness

@testable import Experimentation

/// Values of known distributions, the same in each run of the tests.
enum SyntheticData {
  /// Uniform numbers in (0, 1), by stream.
  static func uniforms(_ count: Int, _ name: String, _ replication: Int = 0) -> [Double] {
    let stream = RandomStream(seed: 7, replication: replication, name: name)
    return (0..<count).map { _ in stream.uniformOpen() }
  }

  /// Standard normal numbers.
  static func normals(_ count: Int, _ name: String, _ replication: Int = 0) -> [Double] {
    uniforms(count, name, replication).map { gsl_cdf_ugaussian_Pinv($0) }
  }

  /// Exponential numbers of mean 1.
  static func exponentials(_ count: Int, _ name: String, _ replication: Int = 0) -> [Double] {
    let stream = RandomStream(seed: 7, replication: replication, name: name)
    return (0..<count).map { _ in stream.exponential(mean: 1) }
  }
}

/// The largest difference of any pair, relative where the expected value is above 1.
func worstError(_ values: [Double], _ expected: [Double]) -> Double {
  precondition(values.count == expected.count, "as many values as expected")
  return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
}
