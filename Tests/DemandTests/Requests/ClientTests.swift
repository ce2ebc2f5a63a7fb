import Demand
import EventSimulation
import Foundation
import Randomness
import Testing

@Suite struct ClientTests {
  private let lengths = TokenLengths(input: 100, output: 10)

  @Test func `shares fall with rank, sum to one and have the top share that was asked for`() {
    for skew in [
      RateSkew.zipf(exponent: 1.2), .lognormal(deviation: 2), .zipf(top: 10, of: 162, share: 0.63),
      .lognormal(top: 10, of: 162, share: 0.63),
    ] {
      let shares = skew.shares(of: 162)
      #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 > $1 })
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    }
    #expect(abs(RateSkew.zipf(top: 10, of: 162, share: 0.63).shares(of: 162).prefix(10).reduce(0, +) - 0.63) < 1e-9)
    #expect(
      abs(RateSkew.lognormal(top: 3, of: 20, share: 0.9).shares(of: 20).prefix(3).reduce(0, +) - 0.9) < 1e-9)
    // Zipf's law by its definition, and equal shares.
    let harmonic = (1...50).reduce(0) { $0 + 1 / Double($1) }
    #expect(abs(RateSkew.zipf(exponent: 1).shares(of: 50)[6] - 1 / (7 * harmonic)) < 1e-12)
    #expect(RateSkew.lognormal(deviation: 0).shares(of: 4) == [0.25, 0.25, 0.25, 0.25])
  }

  @Test func `the merged requests have the rate, the gaps and the dispersion of independent processes`() {
    // Rates that differ tenfold, gamma and Weibull gaps.
    let clients = ClientMixture([
      Client(rate: 1, gaps: .gamma(shape: 0.4), lengths: lengths),
      Client(rate: 0.5, gaps: .weibull(shape: 0.6), lengths: lengths),
      Client(rate: 0.1, gaps: .exponential, lengths: lengths),
    ])
    #expect(abs(clients.rate - 1.6) < 1e-12 && abs(clients.share(ofTop: 1) - 1 / 1.6) < 1e-12)
    // Long windows of independent processes: variances add up. Of gaps: 2 λ ∫ (chance that t s are empty) dt − 1.
    let weibull = ArrivalGaps.weibull(shape: 0.6).variation
    let dispersion = (1 / 0.4 + 0.5 * weibull * weibull + 0.1) / 1.6
    let step = 0.002
    var empty = [1.0, 1.0, 1.0]
    var integral = 0.0
    for index in 0..<20_000 {
      let t = (Double(index) + 0.5) * step
      integral += empty[0] * empty[1] * empty[2] * step
      for (place, client) in clients.clients.enumerated() {
        empty[place] -= client.rate * (1 - client.gaps.distribution.cumulative(at: t * client.rate)) * step
      }
    }
    let sample = ArrivalSample(rate: 1.6, windows: [200], span: 30_000) {
      ArrivalsOnly(source: clients.requests(from: $0, named: "chat"))
    }
    #expect(sample.rate.holds(1.6), "\(sample.rate)")
    #expect(sample.squaredVariation.holds(2 * 1.6 * integral - 1), "\(sample.squaredVariation)")
    #expect(sample.squaredVariation.sharpness < 0.05)
    // At 200 s the counts of each still lack a little of their limit: 1/6 (1 − c⁴…)/(rate × 200) of it, below 3 %.
    let found = sample.dispersion[0]
    #expect(abs(found.mean - dispersion) < found.halfWidth + 0.03 * dispersion, "\(found), not \(dispersion)")
  }

  @Test func `requests come in order, each client with its own share, lengths and pattern`() {
    let clients = ClientMixture([
      Client(rate: 3, lengths: TokenLengths(input: 10, output: 1)),
      Client(rate: 1, gaps: .weibull(variation: 4), lengths: TokenLengths(input: 20, output: 2)),
      Client(
        rate: 2, lengths: TokenLengths(input: 30, output: 3), pattern: .rates([0: 0, 500: 2], every: 1000)),
      Client(rate: 0, lengths: TokenLengths(input: 40, output: 4)),
    ])
    var requests = clients.requests(from: Streams(seed: 1, replication: 0), named: "chat")
    var counts = [0.0, 0, 0, 0]
    var last = 0.0
    while let request = requests.nextRequest(), request.arrival < 5000 {
      #expect(request.arrival >= last && request.session == Int(counts.reduce(0, +)))
      #expect(request.inputTokens == 10 * (request.client + 1) && request.outputTokens == request.client + 1)
      if request.client == 2 { #expect(request.arrival.truncatingRemainder(dividingBy: 1000) >= 500) }
      counts[request.client] += 1
      last = request.arrival
    }
    #expect(counts[3] == 0)
    // Four standard errors: counts are Poisson, and those of the second have a variance 16 times their mean.
    #expect(abs(counts[0] - 15_000) < 4 * 15_000.0.squareRoot())
    #expect(abs(counts[1] - 5000) < 4 * (16 * 5000.0).squareRoot())
    #expect(abs(counts[2] - 10_000) < 4 * 10_000.0.squareRoot())
    #expect(abs(clients.meanTokens.input - (3 * 10 + 20 + 2 * 30) / 6) < 1e-12)
  }

  @Test func `a client more changes no request of the others`() {
    func arrivals(_ count: Int) -> [Double] {
      let clients = ClientMixture((0..<count).map { Client(rate: 1 + Double($0), lengths: lengths) })
      var requests = clients.requests(from: Streams(seed: 1, replication: 0), named: "chat")
      var arrivals: [Double] = []
      while let request = requests.nextRequest(), request.arrival < 300 {
        if request.client < 3 { arrivals.append(request.arrival) }
      }
      return arrivals
    }
    #expect(arrivals(3) == arrivals(7))
    #expect(arrivals(3).count > 1000)
  }

  @Test func `a mixture follows the pattern of the day`() {
    let clients = ClientMixture(
      count: 30, rate: 2, skew: .lognormal(deviation: 1.5), gaps: .gamma(variation: 2), lengths: lengths)
    var requests = clients.requests(
      following: .rates([0: 0.5, 3600: 1.5], every: 7200), from: Streams(seed: 1, replication: 0), named: "chat")
    var counts = [0.0, 0]
    while let request = requests.nextRequest(), request.arrival < 72_000 {
      counts[Int(request.arrival / 3600) % 2] += 1
    }
    // The variance of counts is four times their mean; four standard errors.
    #expect(abs(counts[0] - 36_000) < 4 * 2 * 36_000.0.squareRoot())
    #expect(abs(counts[1] - 108_000) < 4 * 2 * 108_000.0.squareRoot())
  }

  @Test func `what no clients can be is refused`() {
    #expect(refused { _ = Client(rate: -1, lengths: lengths) }.contains("from 0 on"))
    #expect(refused { _ = ClientMixture([]) }.contains("at least one client"))
    #expect(refused { _ = ClientMixture(count: 0, rate: 1, skew: .zipf(exponent: 1), lengths: lengths) } != "")
    #expect(refused { _ = RateSkew.zipf(exponent: -1) }.contains("a number from 0"))
    #expect(refused { _ = RateSkew.zipf(top: 10, of: 162, share: 63) }.contains("for 63 % write 0.63"))
    #expect(refused { _ = RateSkew.lognormal(top: 10, of: 20, share: 0.3) }.contains("at least 0.5"))
    #expect(refused { _ = RateSkew.lognormal(top: 20, of: 20, share: 0.9) } != "")
  }
}

/// The arrivals of a source of requests.
struct ArrivalsOnly<Source: RequestSource>: ArrivalProcess {
  var source: Source

  mutating func next() -> Double? { source.nextRequest()?.arrival }
}
