import Foundation
import ReferenceData
import Testing
import ValidationRecord

@testable import Randomness

/// Against NumPy, SciPy and OpenTURNS 1.27.
@Suite
struct DependenceReferenceTests {
  private static let inputs = ["decline", "demand", "retention"]

  private func matrix() throws -> CorrelationMatrix {
    let rows = try ReferenceObject("dependence/copula.json").value("normal_correlation", as: [[Double]].self)
    return try CorrelationMatrix(of: Self.inputs, rows: rows)
  }

  @Test func `the Gaussian map agrees with NumPy and SciPy to 1e-9`() throws {
    let copula = GaussianCopula(try matrix())
    let quantile = NormalDistribution.standardQuantile(0.9)
    let marginals: [Distribution] = [
      .triangular(0.3, 0.4, 0.5),
      .lognormal(logMean: log(50 * 400) / 2, logDeviation: log(400.0 / 50) / (2 * quantile)),
      .beta(8, 3),
    ]
    var (worstNumber, worstValue) = (0.0, 0.0)
    var count = 0
    for cells in try ReferenceData.table("dependence/gaussian_copula.csv").numbers() {
      let (z, u, x) = (Array(cells[0..<3]), Array(cells[3..<6]), Array(cells[6..<9]))
      let ours = copula.dependent(onNormal: z)
      for column in 0..<3 {
        count += 1
        worstNumber = max(worstNumber, abs(ours[column] - u[column]) / u[column])
        worstValue = max(worstValue, abs(marginals[column].quantile(ours[column]) - x[column]) / x[column])
      }
    }
    #expect(
      Validation.agreement(
        .dependence, "dependent uniform numbers by the Gaussian copula", with: "NumPy, SciPy", figures: count,
        worst: worstNumber, within: 1e-9))
    #expect(
      Validation.agreement(
        .dependence, "values of three distributions by the Gaussian copula", with: "NumPy, SciPy", figures: count,
        worst: worstValue, within: 1e-9))
  }

  @Test func `the Cholesky factor is NumPy's to 1e-15`() throws {
    let expected = try ReferenceObject("dependence/copula.json").value("cholesky_lower", as: [[Double]].self)
    for (ours, theirs) in zip(try matrix().lowerCholesky, expected) {
      for (one, other) in zip(ours, theirs) {
        #expect(
          Validation.agreement(
            .dependence, "Cholesky factor", with: "NumPy, SciPy", figures: 1, worst: abs(one - other), within: 1e-15))
      }
    }
  }

  @Test func `sample correlations agree with SciPy to 1e-12`() throws {
    let file = try ReferenceObject("dependence/copula.json")
    let cells = try ReferenceData.table("dependence/gaussian_copula.csv").numbers()
    var worst = 0.0
    for measure in CorrelationMeasure.allCases {
      let expected = try file.value("sample_\(measure.rawValue)", as: [[Double]].self)
      for row in 0..<3 {
        for column in 0..<3 {
          let ours = measure.between(cells.map { $0[6 + row] }, cells.map { $0[6 + column] })
          worst = max(worst, abs(ours - expected[row][column]))
        }
      }
    }
    #expect(
      Validation.agreement(
        .dependence, "sample correlations: Pearson, Spearman, Kendall", with: "NumPy, SciPy",
        figures: 9 * CorrelationMeasure.allCases.count, worst: worst, within: 1e-12))
  }

  @Test(arguments: [CorrelationMeasure.spearman, .kendall])
  func `conversions to normal scores agree with OpenTURNS to 1e-12`(measure: CorrelationMeasure) throws {
    let key = "pearson_from_\(measure.rawValue)"
    let expected = try ReferenceObject("dependence/copula.json").value(key, as: [String: Double].self)
    #expect(expected.count == 7)
    var worst = 0.0
    for (text, theirs) in expected {
      let value = try #require(Double(text))
      worst = max(worst, abs(measure.ofNormalScores(value) - theirs))
      #expect(abs(measure.fromNormalScores(theirs) - value) < 1e-12)
    }
    #expect(
      Validation.agreement(
        .dependence, "conversions of rank correlations to normal scores", with: "OpenTURNS 1.27",
        figures: expected.count, worst: worst, within: 1e-12))
  }

  @Test func `cumulative functions and densities agree with OpenTURNS to 1e-7`() throws {
    var worst: [String: (cumulative: Double, density: Double)] = [:]
    var counts: [String: Int] = [:]
    func compare(_ name: String, _ copula: some Copula, _ row: [Double]) {
      let (u, v) = (row[0], row[1])
      let cumulative = abs(copula.cumulative(u, v) - row[2]) / row[2]
      let density = abs(copula.density(at: [u, v]) - row[3]) / row[3]
      #expect(cumulative < 1e-7 && density < 1e-7, "\(name) at \(u), \(v)")
      counts[name, default: 0] += 1
      let before = worst[name] ?? (0, 0)
      worst[name] = (max(before.cumulative, cumulative), max(before.density, density))
    }
    for row in try ReferenceData.table("dependence/archimedean.csv").rows {
      let name = row[0]
      let cells = row.dropFirst().compactMap { Double($0) }
      let family = try #require(ArchimedeanCopula.Family(rawValue: name.lowercased()))
      let copula = try ArchimedeanCopula(family, theta: cells[1])
      #expect(abs(copula.kendall - cells[0]) < 1e-9)
      #expect(abs(try ArchimedeanCopula(family, kendall: cells[0]).theta - cells[1]) < 1e-9 * cells[1])
      compare(name, copula, Array(cells[2...]))
    }
    for cells in try ReferenceData.table("dependence/normal_copula.csv").numbers() {
      let pair = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", cells[0])])
      compare("Gaussian", GaussianCopula(pair), Array(cells[1...]))
    }
    #expect(worst.count == 4)
    for (name, errors) in worst {
      #expect(
        Validation.agreement(
          .dependence, "\(name) copula: cumulative function and density", with: "OpenTURNS 1.27",
          figures: 2 * (counts[name] ?? 0), worst: max(errors.cumulative, errors.density), within: 1e-7))
    }
  }

  @Test func `an indefinite matrix is refused with the eigenvalue NumPy finds`() throws {
    let file = try ReferenceObject("dependence/not_positive_definite.json")
    let rows = try file.value("matrix", as: [[Double]].self)
    let eigenvalues = try file.value("eigenvalues", as: [Double].self)
    let found = Eigensystem(symmetric: rows.flatMap(\.self), size: 3).values
    for (ours, theirs) in zip(found, eigenvalues) { #expect(abs(ours - theirs) < 1e-14) }
    let error = #expect(throws: InvalidValue.self) { _ = try CorrelationMatrix(of: Self.inputs, rows: rows) }
    #expect(error?.problem.contains("least eigenvalue is -0.8") == true)
    let repair = try CorrelationMatrix.repaired(Self.inputs, rows: rows)
    #expect(abs(repair.leastEigenvalue - eigenvalues[0]) < 1e-14)
    #expect(repair.changes.count == 3)
  }
}
