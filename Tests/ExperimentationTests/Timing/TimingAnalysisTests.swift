import Economics
import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

/// Acting now or waiting, in futures whose best strategy is known: intervals are of 99.9 %, and widened downwards by what
/// a cubic polynomial of one indicator falls short of the best, 0.8 %.
@Suite struct TimingAnalysisTests {
  private static func force(_ rate: Double) -> Rate<PerYear> { Rate(expm1(rate)) }

  private static let (discount, forgone, volatility) = (0.08, 0.05, 0.3)

  /// A project whose value is a geometric random walk, on dates a quarter apart; what it turns out to be worth differs
  /// from what is known by a factor with mean 1.
  private func futures(_ replications: Range<Int>, surprise: Double) -> TimingTable {
    let months = Array(stride(from: 0, through: 36, by: 3))
    var table = TimingTable(months: months, indicators: ["value"], replications: replications)
    let drift = (Self.discount - Self.forgone - Self.volatility * Self.volatility / 2) / 4
    let step = Distribution.normal(mean: 0, deviation: Self.volatility / 2)
    for replication in replications {
      let streams = Streams(seed: 8, replication: replication)
      let (walk, luck) = (streams.stream("walk"), streams.stream("luck"))
      var logarithm = log(100.0)
      var (values, known): ([Double], [[Double]]) = ([], [])
      for month in months {
        if month > 0 { logarithm += drift + step.draw(from: walk) }
        let worth = exp(logarithm)
        let factor = surprise > 0 ? Distribution.gamma(mean: 1, variation: surprise).draw(from: luck) : 1
        values.append(exp(-Self.discount * Double(month) / 12) * (worth * factor - 90))
        known.append([worth])
      }
      table.add(never: 0, values: values, known: known)
    }
    return table
  }

  @Test(arguments: [0, 0.4])
  func `the right to wait is worth what integration over those dates says, though nobody knows what a project brings`(
    surprise: Double
  ) throws {
    let dated = InvestmentOption(
      value: 100, cost: 90, discounting: Self.force(Self.discount), forgoing: Self.force(Self.forgone),
      volatility: Self.volatility, years: 3
    ).valuation(steps: 1200, investingEvery: 100)
    let analysis = try TimingAnalysis(
      training: futures(0..<5000, surprise: surprise), outOfSample: futures(5000..<10_000, surprise: surprise))
    let learnt = try #require(analysis.strategies.last)
    guard case .learnt = learnt.strategy else {
      Issue.record("the last strategy is not the one that was learnt")
      return
    }
    let half = 3.29 / 1.96 * learnt.mean.halfWidth
    #expect(
      Validation.estimate(
        .waiting, "option to wait in a forecast, unobserved deviation \(surprise)",
        "value: integration or closed form, policy by regression", expected: dated.value, found: learnt.mean.value,
        halfWidth: half, tolerance: 0.008))
    #expect(learnt.mean.value - half <= dated.value)
    #expect(dated.value * 0.992 <= learnt.mean.value + half)
    // A policy that looked at what a project turns out to bring would have far more.
    #expect(analysis.foresight.value > 1.5 * dated.value)
    #expect(abs(analysis.today.mean.value - dated.today) < 3.29 / 1.96 * analysis.today.mean.halfWidth + 1e-9)
    #expect(analysis.waiting.low > 0)
  }

  @Test func `a level that was found on some futures is worth about as much on others, and less than the best rule`()
    throws
  {
    let analysis = try TimingAnalysis(
      training: futures(0..<3000, surprise: 0), outOfSample: futures(3000..<6000, surprise: 0))
    let row = analysis.strategies[1]
    guard case .trigger(let trigger) = row.strategy else {
      Issue.record("there is no trigger")
      return
    }
    #expect(!trigger.isBelow && trigger.level > 100)
    #expect(row.gain.low > 0)
    let learnt = analysis.strategies[2]
    #expect(row.mean.value < learnt.mean.value + learnt.mean.halfWidth)
    #expect(abs(row.acting.reduce(0, +) + row.never - 1) < 1e-12)
  }

  @Test func `without chance it acts on the date that the rule of the falling cost has`() throws {
    let rule = FallingCostRule(discounting: Self.force(0.1), costFalling: 0.4.perYear)
    // A benefit of 10 a year for ever, for a cost of 300 that falls by 40 % a year.
    func futures(_ replications: Range<Int>) -> TimingTable {
      let months = Array(stride(from: 0, through: 120, by: 6))
      var table = TimingTable(months: months, indicators: ["cost"], replications: replications)
      for _ in replications {
        let costs = months.map { 300 * pow(0.6, Double($0) / 12) }
        let values = zip(months, costs).map { exp(-0.1 * Double($0) / 12) * (100 - $1) }
        table.add(never: 0, values: values, known: costs.map { [$0] })
      }
      return table
    }
    let best = try #require(rule.bestTime(benefit: 10, cost: 300))
    let analysis = try TimingAnalysis(training: futures(0..<60), outOfSample: futures(60..<120))
    for row in analysis.strategies {
      let date = try #require(row.medianDate)
      #expect(abs(Double(analysis.months[date]) / 12 - best) <= 0.25, "\(row.strategy)")
    }
    // At once it loses, so that it would never be done if it had to be decided now.
    #expect(analysis.today.mean.value == 0)
  }

  @Test func `nothing to see is nothing to wait for`() throws {
    var (training, outOfSample) = (
      TimingTable(months: [0, 6], indicators: [], replications: 0..<100),
      TimingTable(months: [0, 6], indicators: [], replications: 100..<200)
    )
    for replication in 0..<100 {
      training.add(never: 0, values: [Double(replication % 3), 0.5], known: [[], []])
      outOfSample.add(never: 0, values: [Double(replication % 3), 0.5], known: [[], []])
    }
    let analysis = try TimingAnalysis(training: training, outOfSample: outOfSample)
    #expect(analysis.strategies.count == 1 && analysis.waiting.value == 0)
  }

  /// Futures without indicators; a row has what acting on each date brings, and then what never acting brings.
  private func futures(_ rows: [[Double]], from first: Int) -> TimingTable {
    let months = Array(0..<rows[0].count - 1)
    var table = TimingTable(months: months, indicators: [], replications: first..<first + rows.count)
    for row in rows {
      table.add(never: row[row.count - 1], values: Array(row.dropLast()), known: months.map { _ in [] })
    }
    return table
  }

  @Test func `now or never and the best date are those of all futures, and dates like it are named`() throws {
    // At once brings −1 on average in the first half and 8 in the second, in month 1 it is 1 and 7.5: over all 3.5 and 4.25.
    let analysis = try TimingAnalysis(
      training: futures([[-3, 0, 0], [1, 2, 0], [-2, 0, 0], [0, 2, 0]], from: 0),
      outOfSample: futures([[7, 8, 0], [9, 7, 0], [8, 8, 0], [8, 7, 0]], from: 4))
    #expect(analysis.today.mean.value == 8 && analysis.now.value == 8)
    #expect(analysis.fixed[0].gain == Estimate(0, halfWidth: 0, confidence: 0.95))
    let best = analysis.strategies[0]
    #expect(best.trainingMean == 1 && best.mean.value == 7.5 && best.gain.value == -0.5)
    // The difference of −1, 2, 0 and 1 is 0.5 on average, give or take 2.05; never brings 7 to 8 less.
    #expect(analysis.alike.count == 1 && analysis.alike[0].mean.value == 8)
    #expect(analysis.waiting == best.gain)
  }

  @Test func `what others show to be better is the baseline, whatever the futures of the choice say`() throws {
    let analysis = try TimingAnalysis(
      training: futures([[-103, 0], [-99, 0]], from: 0),
      outOfSample: futures([[7, 0], [9, 0], [8, 0], [8, 0]], from: 2))
    #expect(analysis.today.mean.value == 8 && analysis.strategies[0].gain.value == 0)
  }

  @Test func `no date is shown to be better than the one that is recommended`() throws {
    let random = RandomStream(seed: 3, replication: 0, name: "futures")
    let noise = Distribution.normal(mean: 0, deviation: 1)
    for trial in 0..<300 {
      let offsets = (0..<4).map { _ in noise.draw(from: random) / 2 }
      func rows() -> [[Double]] {
        (0..<6).map { _ in
          let common = noise.draw(from: random)
          return offsets.map { common + $0 + noise.draw(from: random) }
        }
      }
      let analysis = try TimingAnalysis(training: futures(rows(), from: 0), outOfSample: futures(rows(), from: 6))
      for row in [analysis.fixed[0], analysis.fixed[3]] { #expect(row.gain.low <= 0, "\(trial)") }
      let best = analysis.strategies[0].mean
      let alike = analysis.alike.map(\.mean)
      for row in analysis.fixed where row.mean.value > best.value {
        #expect(alike.contains(row.mean), "\(trial): \(row.mean) over \(best)")
      }
    }
  }
}
