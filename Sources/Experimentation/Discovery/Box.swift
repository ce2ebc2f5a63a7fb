/// Limits on some of the inputs, which say where the futures in question are.
package struct Box: Sendable, Hashable {
  /// A side of an input's range.
  package enum Side: Sendable, Hashable, CaseIterable {
    case low
    case high
  }

  /// By input; `nil` where it is not limited on that side.
  package private(set) var lows: [Double?]
  package private(set) var highs: [Double?]

  /// A box without limits.
  package init(inputs: Int) {
    lows = Array(repeating: nil, count: inputs)
    highs = lows
  }

  /// The limit of an input on one side; a value on the limit lies within.
  package subscript(input: Int, side: Side) -> Double? {
    get { side == .low ? lows[input] : highs[input] }
    set { if side == .low { lows[input] = newValue } else { highs[input] = newValue } }
  }

  /// The limits there are.
  package var limits: [(input: Int, side: Side, value: Double)] {
    lows.indices.flatMap { input in
      Side.allCases.compactMap { side in self[input, side].map { (input, side, $0) } }
    }
  }

  /// The number of inputs that are limited.
  package var restrictedInputs: Int { zip(lows, highs).count { $0 != nil || $1 != nil } }

  /// Whether a future lies within.
  package func contains(_ future: Int, of futures: Futures) -> Bool {
    contains { futures.inputs[$0].values[future] }
  }

  /// Whether a future lies within, of which `value` gives each input.
  package func contains(_ value: (_ input: Int) -> Double) -> Bool {
    for input in lows.indices {
      if let low = lows[input], value(input) < low { return false }
      if let high = highs[input], value(input) > high { return false }
    }
    return true
  }

  /// The numbers of the futures within, in their order.
  package func members(of futures: Futures) -> [Int] {
    (0..<futures.count).filter { contains($0, of: futures) }
  }

  /// The same box without a limit.
  func without(_ input: Int, _ side: Side) -> Box {
    var box = self
    box[input, side] = nil
    return box
  }
}
