import Demand
import EventSimulation
import Foundation
import Randomness
import Testing
import ValidationRecord

/// Every process against its theory: rate, variation of gaps and dispersion of counts, each within its 99.9 % interval.
@Suite struct ArrivalTheoryTests {
  private func expect(
    _ process: String, _ sample: ArrivalSample, rate: Double, squaredVariation: Double, dispersion: [Double],
    sharperThan sharpness: Double, _ location: SourceLocation = #_sourceLocation
  ) {
    func holds(_ measure: String, _ expected: Double, _ found: Interval) -> Bool {
      Validation.estimate(
        .arrivals, process, measure, expected: expected, found: found.mean, halfWidth: found.halfWidth)
    }
    #expect(holds("rate per second", rate, sample.rate), "\(sample.rate)", sourceLocation: location)
    #expect(
      holds("squared coefficient of variation of gaps", squaredVariation, sample.squaredVariation),
      "\(sample.squaredVariation)",
      sourceLocation: location)
    for ((found, theory), window) in zip(zip(sample.dispersion, dispersion), sample.windows) {
      #expect(
        holds("dispersion of counts in \(Int(window)) s", theory, found), "\(found)", sourceLocation: location)
      #expect(found.sharpness < sharpness, "the interval \(found) says little", sourceLocation: location)
    }
    #expect(sample.squaredVariation.sharpness < sharpness, sourceLocation: location)
  }

  @Test func `Poisson arrivals are as even as chance`() {
    let sample = ArrivalSample(rate: 2, windows: [1, 60], span: 12_000) {
      RenewalArrivals.poisson(.constant(2), from: $0.stream("poisson"))
    }
    expect("Poisson", sample, rate: 2, squaredVariation: 1, dispersion: [1, 1], sharperThan: 0.1)
  }

  // Long windows: c² + (1/6 + c⁴/2 − ν₃/3) / t with ν₃ the third central moment of a gap; Cox 1962, 4.5 and 5.
  @Test(arguments: [0.3, 0.871, 2.5])
  func `gamma gaps give the dispersion that renewal theory says`(shape: Double) {
    let sample = ArrivalSample(rate: 2, windows: [25, 100], span: 25_000) {
      RenewalArrivals(.constant(2), gaps: .gamma(shape: shape), from: $0.stream("gamma"))
    }
    let theory = [50.0, 200].map { 1 / shape + (1 / 6.0) * (1 - 1 / (shape * shape)) / $0 }
    expect(
      "gamma gaps, shape \(shape)", sample, rate: 2, squaredVariation: 1 / shape, dispersion: theory, sharperThan: 0.12)
  }

  @Test(arguments: [0.6, 0.922, 1.7])
  func `Weibull gaps give the dispersion that renewal theory says`(shape: Double) {
    let moments = (1...3).map { tgamma(1 + Double($0) / shape) / pow(tgamma(1 + 1 / shape), Double($0)) }
    let squared = moments[1] - 1
    let third = moments[2] - 3 * moments[1] + 2
    let sample = ArrivalSample(rate: 2, windows: [25, 100], span: 25_000) {
      RenewalArrivals(.constant(2), gaps: .weibull(shape: shape), from: $0.stream("weibull"))
    }
    let theory = [50.0, 200].map { squared + (1 / 6.0 + squared * squared / 2 - third / 3) / $0 }
    expect(
      "Weibull gaps, shape \(shape)", sample, rate: 2, squaredVariation: squared, dispersion: theory, sharperThan: 0.15)
  }

  @Test func `two states have the dispersion and the gaps of the closed form`() {
    let (l1, l2, s1, s2) = (1.0, 9.0, 1 / 20.0, 1 / 5.0)
    let states = RateStates(rates: [l1, l2], stays: [1 / s1, 1 / s2])
    // Fischer and Meier-Hellstern 1993, section 2.
    let sum = s1 + s2
    let mean = (l1 * s2 + l2 * s1) / sum
    let excess = 2 * s1 * s2 * (l1 - l2) * (l1 - l2) / (sum * sum)
    func dispersion(_ t: Double) -> Double {
      1 + excess / (l1 * s2 + l2 * s1) * (1 - (1 - exp(-sum * t)) / (sum * t))
    }
    let squared = 1 + excess / (l1 * l2 + l1 * s2 + l2 * s1)
    #expect(abs(states.meanRate - mean) < 1e-12)
    for t in [0.01, 1, 20, 5000] { #expect(abs(states.indexOfDispersion(over: t) / dispersion(t) - 1) < 1e-9) }
    #expect(abs(states.limitingDispersion / dispersion(1e12) - 1) < 1e-9)
    #expect(abs(states.variationOfGaps * states.variationOfGaps / squared - 1) < 1e-12)
    let sample = ArrivalSample(rate: mean, windows: [1, 20, 80], span: 16_000) {
      ModulatedArrivals(states, from: $0.stream("states"))
    }
    expect(
      "modulated Poisson process, two states", sample, rate: mean, squaredVariation: squared,
      dispersion: [1, 20, 80].map(dispersion),
      sharperThan: 0.2)
  }

  @Test func `arrivals that are on and off have independent gaps with two exponential parts`() {
    let states = RateStates.onOff(rate: 4, on: 10, off: 30)
    #expect(abs(states.meanRate - 1) < 1e-12)
    let retries = RateStates.onOff(rate: 40, on: 20, off: 100)
    #expect(abs(retries.meanRate - 20.0 / 3) < 1e-12 && Int(retries.indexOfDispersion(over: 60)) == 811)
    // Kuczura 1973: c² = 1 + 2 λ ω₁ / (ω₁ + ω₂)², with ω₁ and ω₂ how often on and off end.
    let (ending, beginning) = (1 / 10.0, 1 / 30.0)
    let squared = 1 + 2 * 4 * ending / ((ending + beginning) * (ending + beginning))
    #expect(abs(states.variationOfGaps * states.variationOfGaps / squared - 1) < 1e-12)
    // A renewal process: over long windows the dispersion of counts is that of the gaps.
    #expect(abs(states.limitingDispersion / squared - 1) < 1e-9)
    let sample = ArrivalSample(rate: 1, windows: [5, 100], span: 25_000) {
      ModulatedArrivals(states, from: $0.stream("on and off"))
    }
    expect(
      "on-off process", sample, rate: 1, squaredVariation: squared,
      dispersion: [5, 100].map { states.indexOfDispersion(over: $0) },
      sharperThan: 0.2)
  }

  @Test func `three states that any may follow have the dispersion of the matrix exponential`() {
    let states = RateStates(
      rates: [0, 2, 12], transitions: [[0, 0.05, 0.01], [0.02, 0, 0.04], [0.1, 0.3, 0]])
    let sample = ArrivalSample(rate: states.meanRate, windows: [2, 50], span: 16_000) {
      ModulatedArrivals(states, from: $0.stream("three"))
    }
    expect(
      "modulated Poisson process, three states", sample, rate: states.meanRate,
      squaredVariation: states.variationOfGaps * states.variationOfGaps,
      dispersion: [2, 50].map { states.indexOfDispersion(over: $0) }, sharperThan: 0.2)
  }

  @Test(arguments: [0.0, 0.4, 0.75])
  func `arrivals that bring on others have Hawkes's dispersion, and the gaps of their empty intervals`(
    branching: Double
  ) {
    let (rate, delay) = (2.0, 3.0)
    let theory = { HawkesArrivals.indexOfDispersion(branching: branching, meanDelay: delay, over: $0) }
    #expect(abs(theory(1e9) - 1 / ((1 - branching) * (1 - branching))) < 1e-6)
    let sample = ArrivalSample(rate: rate, windows: [1, 10, 100], span: 20_000) {
      HawkesArrivals(.constant(rate), branching: branching, meanDelay: delay, from: $0.stream("hawkes"))
    }
    expect(
      "Hawkes process, branching ratio \(branching)", sample, rate: rate,
      squaredVariation: HawkesGaps(rate: rate, branching: branching, delay: delay).squaredVariation,
      dispersion: [1, 10, 100].map(theory), sharperThan: 0.2)
  }
}

/// The gaps of a stationary Hawkes process, from the chance that an interval is empty.
///
/// With the fading rate Z and β the decay, E e^(−sZ) = exp(−μ ∫₀ˢ (1 − e^(−αx)) / (βx + e^(−αx) − 1) dx) by the generator,
/// an interval of length t is empty with chance e^(−μt) E e^(−Z (1 − e^(−βt)) / β), and E T² = 2/λ ∫ of that chance.
private struct HawkesGaps {
  let rate: Double
  let branching: Double
  let delay: Double

  private var spontaneous: Double { rate * (1 - branching) }

  private func slope(_ s: Double) -> Double {
    let x = branching / delay * s
    // Near 0 the quotient tends to (α s) / (β s − α s).
    return s < 1e-7 ? branching / (1 - branching) : -expm1(-x) / (s / delay + expm1(-x))
  }

  var squaredVariation: Double {
    // Simpson's rule in t; the inner integral is carried along, for its end rises with t.
    let (end, steps) = (60.0, 120_000)
    let step = end / Double(steps)
    var (exponent, last) = (0.0, 0.0)
    var sum = 0.0
    for index in 0...steps {
      let t = Double(index) * step
      let s = delay * -expm1(-t / delay)
      exponent += (s - last) * (slope(last) + 4 * slope((s + last) / 2) + slope(s)) / 6
      last = s
      let chance = exp(-spontaneous * (t + exponent))
      sum += chance * (index == 0 || index == steps ? 1 : index % 2 == 1 ? 4 : 2)
    }
    return 2 * rate * sum * step / 3 - 1
  }
}
