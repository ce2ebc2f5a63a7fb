/// The blocks of a Saltelli design: rows A, AB₁ … AB_k, then BA₁ … BA_k for second order, then B.
///
/// ABⱼ is A with input j of B.
enum SaltelliBlocks {
  /// The rows of a block.
  static func rows(inputs: Int, secondOrder: Bool) -> Int { (secondOrder ? 2 : 1) * inputs + 2 }

  /// Holds every row against what its place in the block says.
  static func check(_ rows: [[Double]], inputs: Int, secondOrder: Bool, method: String) throws(SensitivityError) {
    let step = Self.rows(inputs: inputs, secondOrder: secondOrder)
    guard rows.count.isMultiple(of: step) else {
      throw .notTheDesign(
        method: method, row: rows.count / step * step,
        problem: "\(rows.count) rows are no whole number of blocks of \(step) rows")
    }
    for first in stride(from: 0, to: rows.count, by: step) {
      let a = rows[first]
      let b = rows[first + step - 1]
      for place in 1..<(step - 1) {
        let input = (place - 1) % inputs
        let (own, other) = place <= inputs ? (a, b) : (b, a)
        let row = rows[first + place]
        for column in 0..<inputs {
          let expected = (column == input ? other : own)[column]
          guard row[column] != expected else { continue }
          throw .notTheDesign(
            method: method, row: first + place,
            problem: "input \(column + 1) is \(row[column]), where its block has \(expected)")
        }
      }
    }
  }
}
