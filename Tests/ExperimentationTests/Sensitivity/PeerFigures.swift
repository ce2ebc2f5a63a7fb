import ReferenceData
import Testing

@testable import Experimentation

/// Rows and indices of SALib, OpenTURNS and SciPy.
struct PeerFigures {
  let figures: ReferenceObject
  /// The rows of the design with their outputs.
  let results: DesignResults

  /// The figures of `name.json` and the rows of `name_xy.csv`.
  init(_ name: String) throws {
    figures = try ReferenceObject("sensitivity/\(name).json")
    let table = try ReferenceData.table("sensitivity/\(name)_xy.csv")
    let numbers = table.numbers()
    results = DesignResults(
      measure: "y", inputs: table.header.dropLast(), rows: numbers.map { Array($0.dropLast()) },
      outputs: numbers.map(\.last))
  }
}

extension SensitivityAnalysis {
  /// The values of an index, input by input.
  func values(_ index: String) -> [Double?] { rows.filter { $0.index == index }.map(\.value) }

  /// Half the widths of the intervals of an index, input by input.
  func halfWidths(_ index: String) -> [Double?] {
    rows.filter { $0.index == index }.map { row in row.interval.map { ($0.upperBound - $0.lowerBound) / 2 } }
  }
}

/// The greatest distance between found and expected values; infinite where one is missing.
func worst(_ found: [Double?], _ expected: [Double?]) -> Double {
  guard found.count == expected.count, !found.isEmpty else { return .infinity }
  return zip(found, expected).map { found, expected in
    guard let found, let expected else { return found == nil && expected == nil ? 0 : .infinity }
    return abs(found - expected) / max(1, abs(expected))
  }.max() ?? .infinity
}

/// The greatest relative distance between widths; those that are rounding count as 0.
func worstWidth(_ found: [Double?], _ expected: [Double?]) -> Double {
  guard found.count == expected.count, !found.isEmpty else { return .infinity }
  return zip(found, expected).map { found, expected in
    guard let found, let expected else { return .infinity }
    return max(abs(found), abs(expected)) < 1e-9 ? 0 : abs(found / expected - 1)
  }.max() ?? .infinity
}
