import Testing

@testable import Randomness

struct TableTests {
  @Test func `the index finds what a search from the front finds`() {
    let stream = Streams(seed: 6, replication: 0).stream("tables")
    for count in [1, 2, 3, 10, 100, 1_000] {
      // Steep tables too: most of the probability in few entries, and entries without any.
      for power in [1.0, 8.0] {
        var probabilities = (0..<count).map { _ in
          (0..<Int(power)).reduce(1.0) { product, _ in product * stream.uniform() }
        }
        probabilities = (probabilities + probabilities.prefix(2)).sorted()
        probabilities[probabilities.count - 1] = 1
        let index = CumulativeIndex(probabilities)
        for p in probabilities + (0..<200).map({ _ in stream.uniform() }) + [0, 1] {
          #expect(index.first(reaching: p) == probabilities.firstIndex { $0 >= p })
        }
      }
    }
  }

  @Test func `weights of equal values are added, and values without weight are left out`() {
    let distribution = Distribution.discrete([(3, 1), (1, 2), (3, 2), (9, 0)])
    #expect(distribution == .discrete([(1, 2), (3, 3)]))
    #expect(distribution.support == 1...3)
    #expect(distribution.density(at: 3) == 0.6)
    #expect(distribution.description == "discrete(1: 2, 3: 3)")
  }

  @Test func `between measured quantiles the line is straight`() {
    let lengths = Distribution.empirical(quantiles: [(0, 1), (0.5, 10), (0.9, 20), (1, 100)])
    #expect(lengths.quantile(0.25) == 5.5)
    #expect(abs(lengths.quantile(0.95) - 60) < 1e-12)
    #expect(lengths.cumulative(at: 15) == 0.7)
    #expect(abs(lengths.density(at: 60) - 0.1 / 80) < 1e-18)
    #expect(abs(lengths.mean - (0.5 * 5.5 + 0.4 * 15 + 0.1 * 60)) < 1e-13)
  }

  @Test func `the example of the documentation holds`() throws {
    let service = Distribution.gamma(mean: 3, variation: 0.5)
    let time = service.draw(from: Streams(seed: 1, replication: 0).stream("desk/service"))
    let slow = service.quantile(0.95)
    let price: Distribution = 0.5
    #expect(time > 0)
    #expect(abs(service.cumulative(at: slow) - 0.95) < 1e-12)
    #expect(price.mean == 0.5)
  }
}
