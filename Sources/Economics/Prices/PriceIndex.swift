import Glibc
package import Randomness

/// How prices move together, as a multiple of today: all that rents, hardware or calls of an interface have in common.
///
/// ```swift
/// let hardware = PriceIndex("hardware", .falling(0.35.perYear), .wandering(0.25, estimatedOver: 8))
/// Rent(USD(10) / .gpuHour, along: hardware)
/// ```
/// The movements multiply. An index is drawn once a replication from streams that its name keys: two prices along the
/// same index move together, and one more index changes no other. Where innovations are to be correlated, put the
/// indices into ``Prices``.
public struct PriceIndex: Sendable, Hashable {
  /// What keys its streams.
  public let name: String
  /// What moves it; their factors multiply.
  public let movements: [PriceMovement]
  /// The independent innovations of which its own is made, by the names of their indices, with their weights.
  var innovations: [Innovation]

  /// A share in the innovations of an index.
  struct Innovation: Sendable, Hashable {
    let name: String
    let weight: Double
  }

  /// - `movements`: at most one ``PriceMovement/wandering(_:estimatedOver:file:line:)`` and one
  ///   ``PriceMovement/reverting(_:halfLife:startingAt:file:line:)``; steps of different names.
  public init(
    _ name: String, _ movements: PriceMovement..., file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(name, movements, file: file, line: line)
  }

  /// The same from a list.
  public init(_ name: String, _ movements: [PriceMovement], file: StaticString = #fileID, line: UInt = #line) {
    self.name = name
    innovations = [Innovation(name: name, weight: 1)]
    if let problem = Self.problem(name, movements) {
      ValidationErrors.report(InvalidValue("PriceIndex(\"\(name)\")", problem, location: "\(file):\(line)"))
      self.movements = []
    } else {
      self.movements = movements
    }
  }

  /// What was observed goes on: the drift and the volatility of a history, with the error of the drift.
  public init(_ name: String, continuing trend: PriceTrend, file: StaticString = #fileID, line: UInt = #line) {
    self.init(name, trend.movements, file: file, line: line)
  }

  private static func problem(_ name: String, _ movements: [PriceMovement]) -> String? {
    if name.isEmpty && movements.contains(where: \.hasChance) {
      return "what chance decides needs a name that keys its draws"
    }
    if movements.count(where: \.isWandering) > 1 { return "a price wanders once: add the variances of the two" }
    if movements.count(where: \.isReverting) > 1 { return "a price has one deviation that reverts" }
    let steps = movements.compactMap(\.stepName)
    if let twice = steps.enumerated().first(where: { steps[..<$0.offset].contains($0.element) }) {
      return "there are two steps called \"\(twice.element)\", which would share their draws"
    }
    return nil
  }

  /// Whether two replications can differ.
  public var hasChance: Bool { movements.contains(where: \.hasChance) }

  /// Whether it has innovations that can be correlated with those of another.
  var hasInnovations: Bool { movements.contains { $0.isWandering || $0.isReverting } }

  /// The multiple of today after that many years with everything that chance decides at its median, and without shocks.
  public func factor(after years: Double) -> Double {
    movements.reduce(1) { $0 * $1.median(after: years) }
  }

  /// The multiple of today in each month of one replication.
  package func factors(by streams: Streams, months: Int) -> [Double] {
    var factors = Array(repeating: 1.0, count: months)
    let wanders = movements.contains(where: \.isWandering)
    for (place, movement) in movements.enumerated() {
      let drawn = movement.realised(
        months: months,
        from: PriceDraws(
          index: name, place: place, streams: streams,
          // The correlated innovation is that of the walk; a deviation beside a walk has innovations of its own.
          innovations: movement.isReverting && wanders
            ? [Innovation(name: "\(name)/deviation", weight: 1)] : innovations))
      for month in factors.indices { factors[month] *= drawn[month] }
    }
    return factors
  }
}

extension PriceIndex {
  /// It does not move.
  public static let constant = PriceIndex("")
}
