import Randomness

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
