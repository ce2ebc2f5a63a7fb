import EventSimulation
import Randomness
import Testing

@Suite struct `Tallies` {
  @Test func `a tally agrees with two passes over the values, also far from zero`() throws {
    let random = RandomStream(seed: 1, replication: 0, name: "tally")
    let values = (0..<5000).map { _ in 1e6 + random.uniform() }
    let tally = Tally(values)
    let mean = values.reduce(0, +) / 5000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4999
    #expect(tally.count == 5000)
    #expect(abs(try #require(tally.mean) - mean) < 1e-8)
    #expect(abs(try #require(tally.variance) / variance - 1) < 1e-8)
    #expect(abs(tally.sum / (mean * 5000) - 1) < 1e-14)
    #expect(tally.minimum == values.min())
    #expect(tally.maximum == values.max())
  }

  @Test func `a tally without values has no mean, and with one no variance`() {
    var tally = Tally()
    #expect(tally.mean == nil && tally.minimum == nil && tally.maximum == nil && tally.variance == nil)
    tally.add(-3)
    #expect(tally.mean == -3 && tally.minimum == -3 && tally.maximum == -3 && tally.standardDeviation == nil)
    tally.reset()
    #expect(tally == Tally())
  }

  @Test(arguments: [0, 1, 17, 99, 100])
  func `merged tallies agree with one tally`(cut: Int) throws {
    let random = RandomStream(seed: 2, replication: 0, name: "tally")
    let values = (0..<100).map { _ in random.uniform() * 10 - 5 }
    let whole = Tally(values)
    var merged = Tally(values.prefix(cut))
    merged.merge(Tally(values.dropFirst(cut)))
    #expect(merged.count == whole.count && merged.minimum == whole.minimum && merged.maximum == whole.maximum)
    #expect(abs(try #require(merged.mean) - (try #require(whole.mean))) < 1e-14)
    #expect(abs(try #require(merged.variance) - (try #require(whole.variance))) < 1e-12)
  }
}
