import Glibc

/// How unevenly points fill the unit cube: 0 would be perfectly even.
///
/// Hickernell 1998, "A generalized discrepancy and quadrature error bound", Mathematics of Computation 67; the mixture
/// is that of Zhou, Fang, Ning 2013, Journal of Complexity 29. As `scipy.stats.qmc.discrepancy` gives them.
package enum Discrepancy: Sendable, Hashable, CaseIterable {
  /// The centred L2 discrepancy, squared.
  case centred
  /// The wrap-around L2 discrepancy, squared: the cube has no ends.
  case wrapAround
  /// The mixture of the two, squared, without their weaknesses.
  case mixture
  /// The L2 star discrepancy, of boxes that start at 0; not squared.
  case star

  /// The discrepancy of the rows of a design.
  ///
  /// - Complexity: the square of the number of rows, times the inputs.
  package func of(_ design: Design) -> Double {
    let rows = design.map(\.numbers)
    let count = Double(rows.count)
    var single = 0.0
    var pairs = 0.0
    for (index, row) in rows.enumerated() {
      single += row.reduce(1) { $0 * factor($1) }
      pairs += product(row, row)
      for other in rows[..<index] { pairs += 2 * product(row, other) }
    }
    let dimensions = Double(design.inputs.count)
    switch self {
    case .centred: return pow(13.0 / 12, dimensions) - 2 / count * single + pairs / (count * count)
    case .wrapAround: return -pow(4.0 / 3, dimensions) + pairs / (count * count)
    case .mixture: return pow(19.0 / 12, dimensions) - 2 / count * single + pairs / (count * count)
    case .star:
      let square = pow(3, -dimensions) - pow(2, 1 - dimensions) / count * single + pairs / (count * count)
      return square.squareRoot()
    }
  }

  private func factor(_ x: Double) -> Double {
    let off = abs(x - 0.5)
    return switch self {
    case .centred: 1 + off / 2 - off * off / 2
    case .wrapAround: 0
    case .mixture: 5.0 / 3 - off / 4 - off * off / 4
    case .star: 1 - x * x
    }
  }

  private func product(_ first: [Double], _ second: [Double]) -> Double {
    var product = 1.0
    for (x, y) in zip(first, second) {
      let gap = abs(x - y)
      switch self {
      case .centred: product *= 1 + abs(x - 0.5) / 2 + abs(y - 0.5) / 2 - gap / 2
      case .wrapAround: product *= 1.5 - gap * (1 - gap)
      case .mixture: product *= 15.0 / 8 - abs(x - 0.5) / 4 - abs(y - 0.5) / 4 - 0.75 * gap + gap * gap / 2
      case .star: product *= 1 - max(x, y)
      }
    }
    return product
  }
}
