import CRandomStreams
import Glibc
import Testing

@testable import Randomness

func libraryLog(_ x: Double) -> Double { log(x) }

struct RandomStreamTests {
  private func numbers(_ stream: RandomStream, _ count: Int = 1_000) -> [Double] {
    (0..<count).map { _ in stream.uniform() }
  }

  @Test func `a stream holds the same numbers whenever it is placed, and from its start after a reset`() {
    let stream = Streams(seed: 9, replication: 4).stream("chat/arrivals")
    let first = numbers(stream)
    stream.reset()
    #expect(numbers(stream) == first)
    #expect(numbers(RandomStream(seed: 9, replication: 4, name: "chat/arrivals")) == first)
  }

  @Test func `the numbers of a stream do not depend on other streams, nor on the order of drawing`() {
    let streams = Streams(seed: 1, replication: 0)
    let alone = numbers(streams.stream("a"))
    let (a, b, c) = (streams.stream("a"), streams.stream("b"), streams.stream("c"))
    var together: [Double] = []
    for _ in 0..<1_000 {
      _ = b.exponential(mean: 1)
      together.append(a.uniform())
      _ = Distribution.gamma(shape: 2, scale: 1).draw(from: c)
    }
    #expect(together == alone)
  }

  @Test func `streams on many threads hold the numbers they hold on one`() async {
    let expected = (0..<16).map { numbers(Streams(seed: 3, replication: $0).stream("x")) }
    let found = await withTaskGroup(of: (Int, [Double]).self) { group in
      for replication in (0..<16).reversed() {
        group.addTask { (replication, self.numbers(Streams(seed: 3, replication: replication).stream("x"))) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for replication in 0..<16 { #expect(found[replication] == expected[replication]) }
  }

  @Test func `seed, replication and name each give other numbers, seed 0 too`() {
    var seen: Set<[Double]> = []
    for seed in [0, 1, 1 << 32, UInt64.max] {
      for replication in [0, 1, Int(UInt32.max)] {
        for name in ["", "a", "b", "a/b", "größe"] {
          seen.insert(numbers(RandomStream(seed: seed, replication: replication, name: name), 4))
        }
      }
    }
    #expect(seen.count == 4 * 3 * 5)
  }

  /// Recorded: the key of a name is part of the format of every result.
  @Test func `the key of a name never changes`() {
    #expect(StreamKey.hash(of: "") == 0xf52a_15e9_a9b5_e89b)
    #expect(StreamKey.hash(of: "chat/arrivals") == 0x8325_a2cd_9497_de28)
  }

  @Test func `names by the thousand have keys of their own`() {
    let names = (0..<200).flatMap { a in (0..<100).map { "\(a)/input \($0)" } }
    #expect(Set(names.map(StreamKey.hash)).count == names.count)
  }

  @Test func `open numbers are never an end`() {
    let stream = Streams(seed: 2, replication: 0).stream("open")
    for _ in 0..<100_000 {
      let u = stream.uniformOpen()
      #expect(u > 0 && u < 1)
    }
  }

  @Test func `an antithetic stream holds 1 − u for every u`() {
    let (first, second) = (stream(.inverse), stream(.antithetic))
    for _ in 0..<1_000 { #expect(first.uniformOpen() + second.uniformOpen() == 1) }
    for _ in 0..<1_000 { #expect(first.uniform() + second.uniform() == 1 - 0x1p-53) }
    second.reset()
    first.reset()
    #expect(first.uniformOpen() + second.uniformOpen() == 1)
  }

  @Test(arguments: Examples.all)
  func `antithetic draws run against each other`(distribution: Distribution) {
    let (first, second) = (stream(.inverse), stream(.antithetic))
    let (half, mean) = (distribution.quantile(0.5), distribution.mean)
    var product = 0.0
    for _ in 0..<500 {
      let (x, y) = (distribution.draw(from: first), distribution.draw(from: second))
      #expect((x - half) * (y - half) <= 0)
      product += (x - mean) * (y - mean)
    }
    if distribution.variance.isFinite, distribution.variance > 0 { #expect(product < 0) }
  }

  private func stream(_ sampling: Sampling) -> RandomStream {
    Streams(seed: 5, replication: 1, sampling: sampling).stream("pair")
  }

  @Test func `an exponential number is the inverse of its uniform number, and rises with it`() {
    let (uniform, exponential) = (stream(.fastest), stream(.fastest))
    let pairs = (0..<10_000).map { _ in (uniform.uniform(), exponential.exponential(mean: 3)) }.sorted { $0.0 < $1.0 }
    // Many logarithms at a time have the same bits as one.
    for (u, x) in pairs { #expect(x == 3 * (0 - payoff_log(1 - u))) }
    for (u, x) in pairs { #expect(abs(x + 3 * log1p(-u)) <= 1e-15 * x) }
    for (before, after) in zip(pairs, pairs.dropFirst()) { #expect(before.1 <= after.1) }
  }

  @Test func `each draw takes the next number, whichever kind came before`() {
    let (mixed, plain) = (stream(.fastest), stream(.fastest))
    for step in 0..<1_000 {
      let u = plain.uniform()
      if step % 3 == 0 {
        #expect(mixed.uniform() == u)
      } else {
        #expect(mixed.exponential(mean: 1) == 0 - payoff_log(1 - u))
      }
      if step % 400 == 0 {
        mixed.reset()
        plain.reset()
      }
    }
  }

  @Test func `indices are as likely as each other`() {
    let stream = stream(.fastest)
    var counts = Array(repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.index(below: 7)] += 1 }
    let chiSquared = counts.reduce(0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    #expect(chiSquared < Distribution.chiSquared(freedom: 6).quantile(0.9999))
    #expect(stream.index(below: 1) == 0)
  }

  @Test func `neighbouring replications and streams are uncorrelated`() {
    let count = 20_000
    for (one, other) in [
      (Streams(seed: 1, replication: 0).stream("x"), Streams(seed: 1, replication: 1).stream("x")),
      (Streams(seed: 1, replication: 0).stream("x1"), Streams(seed: 1, replication: 0).stream("x2")),
      (Streams(seed: 0, replication: 0).stream("x"), Streams(seed: 1, replication: 0).stream("x")),
    ] {
      let sum = (0..<count).reduce(0.0) { sum, _ in sum + (one.uniform() - 0.5) * (other.uniform() - 0.5) }
      #expect(abs(12 * sum / Double(count).squareRoot()) < 4.5)
    }
  }

}
