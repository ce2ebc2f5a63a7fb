import Experimentation
import Testing

@testable import Results

/// The intervals of `distribution.csv`.
@Suite struct HistogramBinsTests {
  private func summary(_ values: [Double?]) -> MeasureSummary {
    var summary = MeasureSummary()
    for value in values { summary.add(value) }
    return summary
  }

  @Test func `every value is counted once, whatever the values`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let count = Int.random(in: 1...300, using: &generator)
      let scale = Double.random(in: -12...12, using: &generator)
      let values: [Double?] = (0..<count).map { _ in
        Int.random(in: 0..<10, using: &generator) == 0
          ? nil
          : Double.random(in: -1...3, using: &generator) * .init(sign: .plus, exponent: Int(scale), significand: 1)
      }
      let measure = summary(values)
      let bins = HistogramBins.bins(of: measure, months: nil)
      #expect(bins.reduce(0) { $0 + $1.count } == values.count { $0 != nil })
      #expect(bins.last.map { $0.countTo == values.count { $0 != nil } } ?? values.allSatisfy { $0 == nil })
      for (bin, next) in zip(bins, bins.dropFirst()) { #expect(bin.to == next.from) }
      for bin in bins {
        #expect(bin.from < bin.to)
        let inside = values.count { $0.map { $0 > bin.from && $0 <= bin.to } ?? false }
        // The lowest value may lie at the edge of the first interval.
        #expect(bin.count == inside || bin == bins[0])
      }
    }
  }

  @Test func `months have an interval each, up to the horizon`() {
    let bins = HistogramBins.bins(of: summary([1, 1, 3, nil]), months: 4)
    #expect(bins.map(\.to) == [0, 1, 2, 3, 4])
    #expect(bins.map(\.count) == [0, 2, 0, 1, 0])
    #expect(bins.map(\.countTo) == [0, 2, 2, 3, 3])
  }

  @Test func `zero is an edge, so that a loss and a gain share no interval`() {
    let bins = HistogramBins.bins(of: summary((0..<500).map { Double($0) * 1.7 - 311 }), months: nil)
    #expect(bins.contains { $0.to == 0 })
    #expect((20...60).contains(bins.count))
  }

  @Test func `far outliers make no thousand intervals`() {
    let bins = HistogramBins.bins(of: summary((0..<1000).map { $0 == 0 ? 1e12 : Double($0) }), months: nil)
    #expect(bins.count <= 200)
    #expect(bins.last?.to ?? 0 >= 1e12)
  }

  @Test func `values that are all the same have one interval`() {
    #expect(HistogramBins.bins(of: summary([7, 7, 7]), months: nil).map(\.count) == [3])
  }

  @Test func `no value at all has no interval`() {
    #expect(HistogramBins.bins(of: summary([nil, nil]), months: nil).isEmpty)
  }
}
