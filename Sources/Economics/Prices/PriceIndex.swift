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
  /// Whether all indices follow their medians: in a run in which nothing is uncertain.
  @TaskLocal package static var followsMedians = false
  /// The indices of the replication that is under way; `nil` where each is to be drawn when it is asked for.
  @TaskLocal package static var drawn: DrawnIndices?

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
    if name.isEmpty && movements.contains(where: \.law.hasChance) {
      return "what chance decides needs a name that keys its draws"
    }
    var seen: Set<String> = []
    for movement in movements {
      if let once = movement.law.onlyOnce, !seen.insert(once.what).inserted { return once.problem }
    }
    return nil
  }

  /// Whether two replications can differ.
  public var hasChance: Bool { movements.contains(where: \.law.hasChance) }

  /// Whether it has innovations that can be correlated with those of another.
  var hasInnovations: Bool { movements.contains { $0.law.innovations != .none } }

  /// The multiple of today after that many years with everything that chance decides at its median, and without shocks.
  public func factor(after years: Double) -> Double {
    movements.reduce(1) { $0 * $1.law.median(after: years) }
  }

  /// The multiple of today in each month of one replication.
  package func factors(by streams: Streams, months: Int) -> [Double] {
    if Self.followsMedians { return (0..<months).map { factor(after: Double($0) / 12) } }
    guard hasChance, let drawn = Self.drawn else { return draw(by: streams, months: months) }
    return drawn.factors(of: self, by: streams, months: months) { draw(by: streams, months: months) }
  }

  private func draw(by streams: Streams, months: Int) -> [Double] {
    var factors = Array(repeating: 1.0, count: months)
    let wanders = movements.contains { $0.law.innovations == .walk }
    for (place, movement) in movements.enumerated() {
      // The correlated innovation is that of the walk; a deviation beside a walk has innovations of its own.
      let innovations =
        movement.law.innovations == .deviation && wanders
        ? [Innovation(name: "\(name)/deviation", weight: 1)] : innovations
      let draws = PriceDraws(index: name, place: place, streams: streams, innovations: innovations)
      let drawn =
        movement.law.hasChance
        ? movement.law.factors(months: months, from: draws) : movement.law.medians(months: months)
      for month in factors.indices { factors[month] *= drawn[month] }
    }
    return factors
  }
}

extension PriceIndex {
  /// It does not move.
  public static let constant = PriceIndex("")
}

/// Price indices whose innovations are correlated: hardware, software, interfaces.
///
/// ```swift
/// let prices = Prices(
///   PriceIndex("hardware", .falling(0.30.perYear), .wandering(0.25, estimatedOver: 8)),
///   PriceIndex("software", .falling(0.35.perYear), .wandering(0.30)),
///   PriceIndex("interfaces", .falling(0.60.perYear), .wandering(0.50), .shocks(perYear: 0.5, factor: .uniform(0.4,
///   0.8))), correlations: [("hardware", "interfaces", 0.4), ("software", "interfaces", 0.6)]) Rent(USD(10) / .gpuHour,
///   along: prices["hardware"])
/// ```
/// A month's innovations are one Gaussian vector with that correlation matrix, its first index the Cholesky factor's
/// first row: an index added behind the others changes none of their draws. Correlations that cannot hold together are
/// refused. Each index taken out knows its share of the others' innovations, and is realised by itself.
public struct Prices: Sendable, Hashable {
  /// In the order given.
  public let indices: [PriceIndex]

  ///
  /// - `correlations`: of the monthly innovations of two indices, by their names, from −1 to 1; 0 for a pair that is
  ///   left out. They hold for the walk of an index or, where it has none, for its deviation that reverts.
  public init(
    _ indices: PriceIndex..., correlations: [(String, String, Double)] = [], file: StaticString = #fileID,
    line: UInt = #line
  ) {
    var indices = indices
    do throws(InvalidValue) {
      let matrix = try CorrelationMatrix(of: indices.map(\.name), pairs: correlations)
      let names = indices.map(\.name)
      for (row, weights) in matrix.lowerCholesky.enumerated() {
        indices[row].innovations = zip(names, weights).filter { $0.1 != 0 }
          .map { PriceIndex.Innovation(name: $0, weight: $1) }
      }
      if let (one, other, _) = correlations.first(where: { pair in
        indices.contains { [pair.0, pair.1].contains($0.name) && !$0.hasInnovations }
      }) {
        throw InvalidValue(
          "correlation of \(one) and \(other)", "one of them has no innovations that could be correlated",
          remedy: "let it wander or revert, or leave the pair out")
      }
    } catch {
      ValidationErrors.report(
        InvalidValue("Prices: \(error.subject)", error.problem, remedy: error.remedy, location: "\(file):\(line)"))
    }
    self.indices = indices
  }

  /// The index of that name.
  public subscript(name: String, file file: StaticString = #fileID, line line: UInt = #line) -> PriceIndex {
    if let index = indices.first(where: { $0.name == name }) { return index }
    ValidationErrors.report(
      InvalidValue(
        "prices[\"\(name)\"]", "there is no index of that name",
        remedy: NearestName.remedy(for: name, among: indices.map(\.name), quoted: true),
        location: "\(file):\(line)"))
    return PriceIndex("")
  }
}
