import Glibc
import Randomness
import Testing

@testable import Experimentation

/// Outputs and inputs whose squares no `Double` holds.
@Suite struct `Indices of very large and very small numbers` {
  /// The rows that suit a method, 1 + a + b² of them times a power of two, and the indices.
  private func indices(
    _ method: any DesignBasedMethod, outputs exponent: Int, inputs inputExponent: Int = 0
  ) throws -> [SensitivityRow] {
    let rows =
      switch method {
      case is SobolIndices: TestFunction.sum.saltelliRows(64, seed: 1)
      case is MorrisEffects: TestFunction.sum.morrisRows(12, seed: 1)
      case is ExtendedFAST: TestFunction.sum.fastRows(65, curves: 1, seed: 1)
      default: TestFunction.sum.randomRows(300, seed: 1)
      }
    func times(_ value: Double, _ exponent: Int) -> Double {
      Double(sign: .plus, exponent: exponent, significand: value)
    }
    return try method.analyze(
      DesignResults(
        measure: "y", inputs: ["a", "b", "c"], rows: rows.map { $0.map { times($0, inputExponent) } },
        outputs: rows.map { times(0.25 * (1 + $0[0] + $0[1] * $0[1]), exponent) })
    ).rows
  }

  @Test(arguments: SensitivityMethods.designBased.map(\.name), [-1000, 660, 1023])
  func `are those of numbers of usual size`(name: String, exponent: Int) throws {
    let method = try #require(SensitivityMethods.designBased.first { $0.name == name })
    // Scaled effects have no unit.
    let isInUnits = (method as? MorrisEffects)?.scaled == false
    let (usual, extreme) = (try indices(method, outputs: 0), try indices(method, outputs: exponent))
    #expect(usual.count == extreme.count)
    for (one, other) in zip(usual, extreme) {
      let scale = isInUnits ? pow(2, Double(exponent)) : 1
      #expect(other.value == one.value.map { $0 * scale }, "\(one) \(other)")
      #expect(other.interval?.upperBound == one.interval.map { $0.upperBound * scale }, "\(one) \(other)")
    }
    let inputs = try indices(method, outputs: 0, inputs: exponent)
    #expect(inputs.map(\.value) == usual.map(\.value))
  }

  @Test func `a number of the smallest kind has the scale of the others`() {
    #expect(UnitScale([0, 0]).exponent == 0 && UnitScale([]).exponent == 0 && UnitScale([1e9, -3]).exponent == 0)
    for value in [.leastNonzeroMagnitude, 0x1p-1030, 1e-200, 1e200, -1e308] {
      let scale = UnitScale([value, 0])
      #expect(scale.unscaled(scale.scaled(value)) == value)
      let square = scale.scaled(value) * scale.scaled(value)
      #expect((square * square).isNormal)
    }
  }
}
