import CGSL

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

/// A box with what it tells of the futures in question.
///
/// Coverage and density pull apart: a smaller box is purer and holds fewer of them. Bryant and Lempert 2010, "Thinking
/// Inside the Box".
package struct BoxQuality: Sendable, Hashable {
  package let futures: Futures
  package let box: Box
  /// Futures in the box.
  package let count: Int
  /// Futures in question in the box.
  package let hits: Int

  package init(_ box: Box, of futures: Futures) {
    let members = box.members(of: futures)
    self.init(box, futures, count: members.count, hits: members.count { futures.isOfInterest[$0] })
  }

  init(_ box: Box, _ futures: Futures, count: Int, hits: Int) {
    self.futures = futures
    self.box = box
    self.count = count
    self.hits = hits
  }

  /// The share of all futures in question that the box holds.
  package var coverage: Double { Double(hits) / Double(futures.total) }

  /// The share of the futures in the box that are in question; 0 for an empty box.
  package var density: Double { count > 0 ? Double(hits) / Double(count) : 0 }

  /// The share of all futures that lie in the box.
  package var mass: Double { Double(count) / Double(futures.count) }

  /// The number of inputs that are limited.
  package var restrictedInputs: Int { box.restrictedInputs }
}

/// A limit of a box with the chance that it is there by accident.
package struct LimitSignificance: Sendable, Hashable {
  /// The input's place.
  package let input: Int
  package let side: Box.Side
  /// The probability of as many hits, had the limit nothing to do with them.
  package let quasiP: Double
}

extension BoxQuality {
  /// Of each limit, the probability of as many futures in question in the box if they were as dense as without that
  /// limit.
  ///
  /// It is "quasi" since the box was sought out: a limit that is not below 0.05 is surely idle, one below it need not
  /// be needed. A binomial test; Bryant and Lempert 2010, appendix.
  package var significances: [LimitSignificance] {
    box.limits.map { limit in
      let wider = BoxQuality(box.without(limit.input, limit.side), of: futures)
      let p = hits == 0 ? 1 : gsl_cdf_binomial_Q(UInt32(hits - 1), wider.density, UInt32(count))
      return LimitSignificance(input: limit.input, side: limit.side, quasiP: p)
    }
  }

  /// The same box without the limits that may be there by accident: the idlest goes first, then the rest is looked at
  /// anew.
  package func droppingLimits(quasiPAbove bar: Double = 0.05) -> BoxQuality {
    guard let idlest = significances.max(by: { $0.quasiP < $1.quasiP }), idlest.quasiP > bar else { return self }
    return BoxQuality(box.without(idlest.input, idlest.side), of: futures).droppingLimits(quasiPAbove: bar)
  }
}

extension BoxQuality {
  /// The box in a sentence.
  ///
  /// `it does not pay off in 82 % of futures where priceFall < 0.36 and resolved < 0.11; these are 71 % of all that
  /// don't`
  /// - Parameters:
  ///   - outcome: what is true of a future in question.
  ///   - all: what they are called together.
  package func sentence(_ outcome: String, all: String = "all that don't") -> String {
    let inputs = futures.inputs.indices.compactMap { input -> String? in
      let name = futures.inputs[input].name
      switch (box.lows[input]?.shortText, box.highs[input]?.shortText) {
      case (nil, nil): return nil
      case (let low?, nil): return "\(name) > \(low)"
      case (nil, let high?): return "\(name) < \(high)"
      case (let low?, let high?): return "\(low) < \(name) < \(high)"
      }
    }
    let place = inputs.isEmpty ? "" : " where " + inputs.joined(separator: " and ")
    return "\(outcome) in \(percent(density)) % of futures\(place); these are \(percent(coverage)) % of \(all)"
  }

  private func percent(_ share: Double) -> String { (share * 100).rounded().shortText }
}
