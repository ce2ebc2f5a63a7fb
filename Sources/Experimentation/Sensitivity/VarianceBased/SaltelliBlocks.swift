/// The outputs of a Saltelli design by what was run: A, B, and each with one input taken from the other.
///
/// The design is N blocks of rows A, AB₁ … AB_k, then BA₁ … BA_k for second order, then B. ABⱼ is A with input j of B.
struct SaltelliBlocks {
  /// The base size N.
  let size: Int
  let a: [Double]
  let b: [Double]
  /// By input, then by block.
  let ab: [[Double]]
  /// By input, then by block; empty without second order.
  let ba: [[Double]]

  /// The rows of a block.
  static func rows(inputs: Int, secondOrder: Bool) -> Int { (secondOrder ? 2 : 1) * inputs + 2 }

  /// Parts the outputs, and holds every row against what its place in the block says.
  init(_ outputs: [Double], rows: [[Double]], inputs: Int, secondOrder: Bool, method: String) throws(SensitivityError) {
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
    func part(_ place: Int) -> [Double] {
      stride(from: place, to: outputs.count, by: step).map { outputs[$0] }
    }
    size = rows.count / step
    self.a = part(0)
    b = part(step - 1)
    ab = (0..<inputs).map { part($0 + 1) }
    ba = secondOrder ? (0..<inputs).map { part($0 + 1 + inputs) } : []
  }
}
