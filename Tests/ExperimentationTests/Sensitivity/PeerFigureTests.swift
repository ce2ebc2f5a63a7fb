@preconcurrency import CGSL
import Foundation
import ReferenceData
import Testing
import ValidationRecord

@testable import Experimentation

@Suite
struct `Indices against SALib, OpenTURNS and SciPy on the same rows` {
  /// Whether figures are the peer's, and a row of the validation table.
  private func agrees(_ what: String, _ peer: String, _ found: [Double?], _ expected: [Double?], _ bound: Double)
    -> Bool
  {
    Validation.agreement(
      .sensitivityPeers, what, with: peer, figures: found.count, worst: worst(found, expected), within: bound)
  }

  /// Whether widths of intervals, or small probabilities, are the peer's relatively.
  private func agreesRelatively(
    _ what: String, _ peer: String, _ found: [Double?], _ expected: [Double?], _ bound: Double
  ) -> Bool {
    Validation.agreement(
      .sensitivityPeers, what, with: peer, figures: found.count, worst: worstWidth(found, expected), within: bound)
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `Sobol's indices agree with SALib to 1e-9 and their intervals within a quarter`(name: String) throws {
    let peer = try PeerFigures("sobol_\(name)")
    let secondOrder = try peer.figures.value("calc_second_order", as: Bool.self)
    let found = try SobolIndices(secondOrder: secondOrder, bootstrap: Bootstrap(seed: 1)).analyze(peer.results)
    for index in ["S1", "ST"] {
      #expect(
        agrees("Sobol' S1 and ST", "SALib 1.6.0", found.values(index), try peer.figures.numbers("salib", index), 1e-9))
      #expect(
        agreesRelatively(
          "widths of Sobol' intervals, with different resamples", "SALib 1.6.0", found.halfWidths(index),
          try peer.figures.numbers("salib", "\(index)_conf"), 0.25))
    }
    if secondOrder {
      for (index, key) in [("S2", "S2"), ("S2", "S2_conf")] {
        let table = try peer.figures.value("salib", key, as: [[Any]].self)
        let expected = [table[0][1], table[0][2], table[1][2]].map { $0 as? Double }
        if key == "S2" {
          #expect(agrees("Sobol' S2", "SALib 1.6.0", found.values(index), expected, 1e-9))
        } else {
          #expect(
            agreesRelatively(
              "widths of Sobol' intervals, with different resamples", "SALib 1.6.0", found.halfWidths(index), expected,
              0.25))
        }
      }
    }
  }

  @Test(arguments: ["ishigami", "gfunction"], [SobolIndices.Estimator.jansen, .martinez])
  func `Jansen's and Martinez's indices agree with OpenTURNS to 1e-9`(
    name: String, estimator: SobolIndices.Estimator
  ) throws {
    let peer = try PeerFigures("sobol_\(name)")
    let found = try SobolIndices(
      estimator: estimator, secondOrder: try peer.figures.value("calc_second_order"), bootstrap: Bootstrap(resamples: 0)
    ).analyze(peer.results)
    let key = estimator == .jansen ? "Jansen" : "Martinez"
    #expect(
      agrees(
        "Sobol' S1 and ST by \(key)", "OpenTURNS 1.27", found.values("S1"),
        try peer.figures.numbers("openturns", key, "S1"), 1e-9)
    )
    #expect(
      agrees(
        "Sobol' S1 and ST by \(key)", "OpenTURNS 1.27", found.values("ST"),
        try peer.figures.numbers("openturns", key, "ST"), 1e-9)
    )
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `Sobol's indices on the plain Sobol sequence agree with SALib to 1e-9 at every size`(name: String) throws {
    let function = name == "gfunction" ? TestFunction.g : .ishigami
    let table = try ReferenceData.table("sensitivity/sobol_unscrambled_\(name).csv")
    let k = function.inputs.count
    let points = try SobolSequence(dimensions: 2 * k)
    let greatest = try #require(table.rows.compactMap { Int($0[0]) }.max())
    let rows = points.points(greatest).flatMap {
      TestFunction.block(Array($0[..<k]), Array($0[k...]), secondOrder: false)
    }
    let all = function.results(rows)
    for size in Set(table.rows.compactMap { Int($0[0]) }).sorted() {
      let count = size * (k + 2)
      let found = try SobolIndices(bootstrap: Bootstrap(resamples: 0)).analyze(
        DesignResults(
          measure: name, inputs: all.inputs, rows: Array(all.rows[..<count]), outputs: Array(all.outputs[..<count])))
      let expected = table.rows.filter { $0[0] == "\(size)" }
      #expect(
        agrees(
          "Sobol' S1 and ST on the plain sequence, 64 to 16384 points", "SALib 1.6.0", found.values("S1"),
          expected.map { Double($0[2]) }, 1e-9))
      #expect(
        agrees(
          "Sobol' S1 and ST on the plain sequence, 64 to 16384 points", "SALib 1.6.0", found.values("ST"),
          expected.map { Double($0[3]) }, 1e-9))
    }
  }

  @Test(arguments: ["ishigami", "gfunction"], [false, true])
  func `Morris's effects agree with SALib to 1e-9 and their intervals within a quarter`(
    name: String, scaled: Bool
  ) throws {
    let peer = try PeerFigures("morris_\(name)")
    let found = try MorrisEffects(
      levels: try peer.figures.value("num_levels"), scaled: scaled, bootstrap: Bootstrap(seed: 1)
    ).analyze(peer.results)
    let key = scaled ? "scaled" : "unscaled"
    for index in ["mu", "mu_star", "sigma"] {
      #expect(
        agrees(
          "Morris's mu, mu* and sigma", "SALib 1.6.0", found.values(index), try peer.figures.numbers(key, index), 1e-9))
    }
    #expect(
      agreesRelatively(
        "widths of Morris's intervals, with different resamples", "SALib 1.6.0", found.halfWidths("mu_star"),
        try peer.figures.numbers(key, "mu_star_conf"), 0.25))
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `shares by the extended FAST agree with SALib to 1e-9`(name: String) throws {
    let peer = try PeerFigures("efast_\(name)")
    let found = try ExtendedFAST(harmonics: try peer.figures.value("M")).analyze(peer.results)
    #expect(
      agrees(
        "S1 and ST by the extended FAST", "SALib 1.6.0", found.values("S1"), try peer.figures.numbers("result", "S1"),
        1e-9))
    #expect(
      agrees(
        "S1 and ST by the extended FAST", "SALib 1.6.0", found.values("ST"), try peer.figures.numbers("result", "ST"),
        1e-9))
    // SALib resamples points of a curve, which breaks the curve; one curve has no interval.
    #expect(found.rows.allSatisfy { $0.interval == nil })
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `shares by RBD-FAST agree with SALib to 1e-9`(name: String) throws {
    let peer = try PeerFigures("lhs_\(name)")
    let found = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 100, seed: 1)).analyze(peer.results)
    #expect(
      agrees("S1 by RBD-FAST", "SALib 1.6.0", found.values("S1"), try peer.figures.numbers("rbd_fast_M10", "S1"), 1e-9))
    // SALib draws half of the rows, which makes its intervals wider by about the root of 2; for inputs with hardly a
    // share, whose estimates spread as 1/N, by more.
    let shares = found.values("S1")
    for (place, width) in zip(shares.indices, try peer.figures.numbers("rbd_fast_M10", "S1_conf")) {
      let (width, own) = (try #require(width), try #require(found.halfWidths("S1")[place]))
      #expect(own < width)
      if (shares[place] ?? 0) > 0.1 { #expect(abs(own * 2.0.squareRoot() / width - 1) < 0.25) }
    }
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `PAWN's indices agree with SALib to 1e-9`(name: String) throws {
    let peer = try PeerFigures("lhs_\(name)")
    let found = try PAWN(bootstrap: Bootstrap(resamples: 0)).analyze(peer.results)
    for index in ["minimum", "mean", "median", "maximum", "CV"] {
      #expect(agrees("PAWN", "SALib 1.6.0", found.values(index), try peer.figures.numbers("pawn_S10", index), 1e-9))
    }
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `delta and its first-order share agree with SALib to 1e-6 on SALib's own resamples`(name: String) throws {
    let peer = try PeerFigures("lhs_\(name)")
    var unused = SensitivityAnalysis("delta", of: peer.results)
    let data = GivenData(peer.results, needing: 0, warningIn: &unused)
    let classes = EquiprobableClasses(data)
    let draws = LegacyNumPy(seed: try peer.figures.value("analyze_seed", as: Int.self))
    let n = data.count
    for input in data.inputs.indices {
      for mode in ["balanced", "raw", "step"] {
        guard let expected = try peer.figures.numbers("delta", "delta_\(mode)")[input] else { continue }
        let resamples = (0...10).map { _ in draws.resample(data.columns[input], mode: mode) }
        let deltas = try resamples.map { counts in
          classes.delta(of: input, counts, against: try #require(classes.distribution(counts)))
        }
        let reduced = deltas.dropFirst().map { 2 * deltas[0] - $0 }
        let mean = reduced.reduce(0, +) / 10
        let squares = reduced.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(agrees("delta, with SALib's resamples", "SALib 1.6.0", [mean], [expected], 1e-6))
        let width = try #require(try peer.figures.numbers("delta", "delta_\(mode)_conf")[input])
        #expect(abs(Bootstrap.normalQuantile * (squares / 9).squareRoot() - width) < 1e-6)
      }
      let shares = (0...10).map { _ in classes.firstOrder(of: input, draws.counts(n, outOf: n)) }
      #expect(abs(try #require(try peer.figures.numbers("delta", "S1")[input]) - shares[0]) < 1e-6)
    }
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `coefficients and correlations agree with OpenTURNS to 1e-9`(name: String) throws {
    let peer = try PeerFigures("lhs_\(name)")
    let none = Bootstrap(resamples: 0)
    let pairs: [(any DesignBasedMethod, String, String)] = [
      (RegressionCoefficients(ranks: false, bootstrap: none), "SRC", "openturns_SRC"),
      (RegressionCoefficients(ranks: true, bootstrap: none), "SRRC", "openturns_SRRC"),
      (PartialCorrelations(ranks: false, bootstrap: none), "PCC", "openturns_PCC"),
      (PartialCorrelations(ranks: true, bootstrap: none), "PRCC", "openturns_PRCC"),
      (Correlations(ranks: false, bootstrap: none), "pearson", "openturns_LinearCorrelation"),
      (Correlations(ranks: true, bootstrap: none), "spearman", "openturns_SpearmanCorrelation"),
      (KendallCorrelations(), "kendall", "openturns_KendallTau"),
    ]
    for (method, index, key) in pairs {
      let found = try method.analyze(peer.results)
      #expect(
        agrees(
          "coefficients and correlations of values and ranks", "OpenTURNS 1.27", found.values(index),
          try peer.figures.numbers(key), 1e-9),
        "\(index)")
    }
    let squared = try RegressionCoefficients(ranks: false, bootstrap: none).analyze(peer.results).values("SRC")
      .map { $0.map { $0 * $0 } }
    #expect(
      agrees(
        "coefficients and correlations of values and ranks", "OpenTURNS 1.27", squared,
        try peer.figures.numbers("openturns_squared_SRC"),
        1e-9))
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `the filter agrees with SciPy to 1e-9, its probabilities relatively`(name: String) throws {
    let peer = try PeerFigures("lhs_\(name)")
    let found = try MonteCarloFilter(cut: .quantile(try peer.figures.value("mc_filter", "quantile"))).analyze(
      peer.results)
    let tests = try peer.figures.value("mc_filter", "ks", as: [[String: Double]].self)
    #expect(
      agrees(
        "Monte Carlo filtering: Kolmogorov-Smirnov distance", "SciPy 1.17.1", found.values("KS"), tests.map { $0["D"] },
        1e-9))
    #expect(
      agreesRelatively(
        "Monte Carlo filtering: p-value", "SciPy 1.17.1", found.values("KS_p"), tests.map { $0["p"] }, 1e-9))
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `regional sensitivity agrees with SALib to 1e-9`(name: String) throws {
    let peer = try PeerFigures("lhs_\(name)")
    let found = try RegionalSensitivity(regions: 10).analyze(peer.results)
    for input in peer.results.inputs {
      let values = (1...10).map { found.row("CvM_\($0)", of: input)?.value }
      #expect(
        agrees("regional sensitivity", "SALib 1.6.0", values, try peer.figures.numbers("rsa_bins10", input), 1e-9))
    }
  }
}

/// The plain Sobol sequence with the direction numbers of Joe and Kuo.
private struct SobolSequence {
  /// By dimension, then by bit.
  private var directions: [[UInt32]] = []

  init(dimensions: Int) throws {
    for row in try ReferenceData.table("design/joe_kuo_d6.csv").rows.prefix(dimensions) {
      let polynomial = try #require(Int(row[1]))
      let degree = try #require(Int(row[2]))
      let initial = row[3].split(separator: " ").compactMap { UInt32($0) }
      guard degree > 0 else {
        directions.append((0..<32).map { 1 << (31 - $0) })
        continue
      }
      var numbers = initial.enumerated().map { $1 << UInt32(31 - $0) }
      for bit in degree..<32 {
        var number = numbers[bit - degree] ^ (numbers[bit - degree] >> UInt32(degree))
        for step in 1..<degree where (polynomial >> (degree - step)) & 1 == 1 { number ^= numbers[bit - step] }
        numbers.append(number)
      }
      directions.append(numbers)
    }
  }

  func points(_ count: Int) -> [[Double]] {
    var state = directions.map { _ in UInt32(0) }
    return (0..<count).map { index in
      if index > 0 {
        let bit = index.trailingZeroBitCount
        // In Gray code order the point after index - 1 differs by the lowest zero bit of index - 1.
        for dimension in state.indices { state[dimension] ^= directions[dimension][bit] }
      }
      return state.map { Double($0) / 4294967296 }
    }
  }
}

/// The draws of NumPy's legacy generator, as SALib's delta makes them: MT19937 and masked rejection.
private final class LegacyNumPy {
  private let generator = gsl_rng_alloc(gsl_rng_mt19937)

  init(seed: Int) { gsl_rng_set(generator, UInt(seed)) }

  deinit { gsl_rng_free(generator) }

  private func integer(below limit: Int) -> Int {
    let greatest = UInt(limit - 1)
    guard greatest > 0 else { return 0 }
    let mask = UInt.max >> UInt(greatest.leadingZeroBitCount)
    while true {
      let value = gsl_rng_get(generator) & mask
      if value <= greatest { return Int(value) }
    }
  }

  /// How often each of so many rows was drawn.
  func counts(_ draws: Int, outOf rows: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: rows)
    for _ in 0..<draws { counts[integer(below: rows)] += 1 }
    return counts
  }

  func resample(_ column: [Double], mode: String) -> [Int] {
    let n = column.count
    guard mode != "raw" else { return counts(n, outOf: n) }
    var counts = [Int](repeating: 0, count: n)
    func draw(_ size: Int, from rows: [Int]) {
      for _ in 0..<size { counts[rows[integer(below: rows.count)]] += 1 }
    }
    var rows = Array(0..<n)
    var size = n
    var bins = 10
    if mode == "step" {
      draw(n / 2, from: rows.filter { column[$0] <= 0 })
      rows = rows.filter { column[$0] > 0 }
      size = n - n / 2
      bins = 5
    }
    let least = rows.map { column[$0] }.min() ?? 0
    let width = ((rows.map { column[$0] }.max() ?? 0) - least) / Double(bins)
    let groups = (0..<bins).map { bin in
      let low = least + Double(bin) * width
      let high = bin == bins - 1 ? .infinity : least + Double(bin + 1) * width
      return rows.filter { (column[$0] > low || bin == 0) && column[$0] <= high }
    }
    for (bin, group) in groups.enumerated() { draw(size / bins + (bin < size % bins ? 1 : 0), from: group) }
    return counts
  }
}
