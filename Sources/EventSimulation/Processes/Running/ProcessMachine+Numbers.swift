import Randomness

/// Draws one number of a block: what it is, and the stream that it comes from.
struct Sampler {
  /// Of a draw that needs no call, so that neither the distribution nor the formula is touched for it.
  let inlineDraw: InlineDraw
  let expression: NumericExpression
  let stream: RandomStream

  init(_ expression: NumericExpression, stream: RandomStream) {
    self.expression = expression
    self.stream = stream
    inlineDraw =
      switch expression {
      case .constant(let value): .constant(value)
      case .distribution(let distribution): distribution.inlineDraw
      case .formula: .none
      }
  }
}

/// Draws, tests, attributes, and the forks that they decide.
extension ProcessMachine {
  /// Draws an expression for a transaction.
  @inline(__always)
  mutating func draw(_ expression: Int32, _ slot: Int32) -> Double {
    let sampler = samplers + Int(expression)
    switch sampler.pointee.inlineDraw {
    case .constant(let value): return value
    case .uniform(let low, let width): return low + width * sampler.pointee.stream.uniform()
    case .exponential(let mean): return sampler.pointee.stream.exponential(mean: mean)
    case .none: return drawByCall(sampler, slot)
    }
  }

  @inline(never)
  private mutating func drawByCall(_ sampler: UnsafeMutablePointer<Sampler>, _ slot: Int32) -> Double {
    switch sampler.pointee.expression {
    case .constant(let value): return value
    case .distribution(let distribution): return distribution.draw(from: sampler.pointee.stream)
    case .formula(let formula):
      let stream = sampler.pointee.stream
      return withUnsafeMutablePointer(to: &self) { machine in
        var transaction = Transaction(machine, slot)
        return formula(&transaction, stream)
      }
    }
  }

  /// Whether the test of a row holds for a transaction.
  mutating func test(_ row: Int32, _ slot: Int32) -> Bool {
    let test = program.tests[Int(row)]
    return withUnsafeMutablePointer(to: &self) { machine in
      var transaction = Transaction(machine, slot)
      return test(&transaction)
    }
  }

  @inline(__always)
  func attribute(_ row: Int32, of slot: Int32) -> UnsafeMutablePointer<Double> {
    arena.attributes + (Int(slot) * arena.width + Int(row))
  }

  /// The row of an attribute, which comes to be when it is first asked for.
  mutating func row(of attribute: Attribute) -> Int32 {
    if let row = attributes.firstIndex(of: attribute) { return Int32(row) }
    attributes.append(attribute)
    arena.widen()
    return Int32(attributes.count - 1)
  }

  // MARK: - Forks

  mutating func takeChance(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) -> Int32 {
    let number = draw(operation.pointee.expression, slot)
    let table = Int(operation.pointee.subject)
    for row in program.choices[table].bounds.indices where number < program.choices[table].bounds[row] {
      return program.choices[table].ways[row]
    }
    return operation.pointee.target
  }

  /// The way of a number, or -1 when it has none.
  mutating func select(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>
  ) -> Int32 {
    let number = draw(operation.pointee.expression, slot)
    let table = Int(operation.pointee.subject)
    let count = program.choices[table].ways.count
    if number >= 0, number < Double(count) { return program.choices[table].ways[Int(number)] }
    if operation.pointee.target < 0 {
      fail(slot, position, "the number of a branch lies from 0 to \(count - 1), but is \(number)")
    }
    return operation.pointee.target
  }
}
