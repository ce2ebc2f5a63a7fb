import EventSimulation
import Glibc
import Randomness
import Testing
import ValidationRecord

@Suite struct `Output analysis` {
  private static func noise(_ count: Int, seed: UInt64 = 6) -> [Double] {
    let random = RandomStream(seed: seed, replication: 0, name: "noise")
    return (0..<count).map { _ in random.uniform() - 0.5 }
  }

  @Test func `MSER-5 cuts a warm-up off where it ends`() {
    let series = Self.noise(2000).enumerated().map { $1 + ($0 < 300 ? 4 : 0) }
    let warmUp = MSER5(of: series)
    // A few more may go by chance, never fewer.
    #expect((300...330).contains(warmUp.truncation))
    #expect(warmUp.isReliable)
  }

  @Test func `MSER-5 warns of a series that is too short for its warm-up`() {
    let series = Self.noise(400).enumerated().map { $1 + ($0 < 300 ? 4 : 0) }
    let warmUp = MSER5(of: series)
    #expect(!warmUp.isReliable)
    #expect(warmUp.truncation < 200)
    #expect(!MSER5(of: [1, 2, 3]).isReliable)
  }

  @Test func `the statistic of MSER-5 is its definition`() {
    let series = Self.noise(203)
    let means = stride(from: 0, to: 200, by: 5).map { series[$0..<($0 + 5)].reduce(0, +) / 5 }
    let statistic = MSER5(of: series).statistic
    #expect(statistic.count == 40)
    for dropped in means.indices {
      let rest = means.dropFirst(dropped)
      let mean = rest.reduce(0, +) / Double(rest.count)
      let squares = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(abs(statistic[dropped] - squares / Double(rest.count * rest.count)) < 1e-15)
    }
  }

  @Test func `values that do not fill a batch are left out at the front`() throws {
    let batches = try #require(BatchMeans(of: [100, 100, 1, 2, 3, 4, 5, 6, 7, 8], batches: 4))
    #expect(batches.means == [1.5, 3.5, 5.5, 7.5])
    #expect(batches.batchSize == 2)
    #expect(BatchMeans(of: [1.0, 2.0], batches: 4) == nil)
  }

  @Test func `an autoregressive series is correlated as its coefficient says`() throws {
    var value = 0.0
    let series = Self.noise(50_000).map { shock in
      value = 0.8 * value + shock
      return value
    }
    let correlation = try #require(Autocorrelation(of: series, maximumLag: 40))
    for lag in 0..<6 { #expect(abs(correlation[lag] - pow(0.8, Double(lag))) < 0.03) }
    #expect(abs(correlation.correlationTime - 9) < 1)
    #expect(Autocorrelation(of: [1.0, 1.0, 1.0], maximumLag: 1) == nil)
  }

  @Test func `an interval of 90 % holds the mean nine times in ten`() throws {
    var holds = 0
    for replication in 0..<1000 {
      let values = Self.noise(12, seed: UInt64(replication))
      if try #require(ConfidenceInterval(of: Tally(values), confidence: 0.9)).contains(0) { holds += 1 }
    }
    // Three and a half standard deviations of the share.
    #expect(
      Validation.coverage(
        .coverage, "Student's t of the engine", "mean of 12 uniform values", nominal: 0.9, held: holds, of: 1000,
        allowed: 0.866...0.934))
    #expect(ConfidenceInterval(of: Tally([1.0])) == nil)
  }
}
