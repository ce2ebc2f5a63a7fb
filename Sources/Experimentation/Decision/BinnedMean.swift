import Glibc

/// Means within bins of an input; equal values are never in two bins.
struct BinnedMean: ConditionalMean {
  /// The bin of each replication.
  private let bins: [Int]
  private let count: Int

  /// Bins of about equal numbers, the cube root of that of the values where `nil`.
  init(_ input: [Double], bins wanted: Int?) {
    let wanted = min(max(wanted ?? Int(cbrt(Double(input.count))), 1), input.count)
    let order = input.indices.sorted { (input[$0], $0) < (input[$1], $1) }
    var bins = [Int](repeating: 0, count: input.count)
    var bin = 0
    for (place, row) in order.enumerated() {
      let isFull = place * wanted / input.count > (place - 1) * wanted / input.count
      if place > 0, isFull, input[row] > input[order[place - 1]] { bin += 1 }
      bins[row] = bin
    }
    self.bins = bins
    count = bin + 1
  }

  /// A bin for each distinct value; `nil` where there are too many.
  init?(distinct input: [Double], atMost limit: Int) {
    var places: [Double: Int] = [:]
    var bins: [Int] = []
    for value in input {
      let bin = places[value] ?? places.count
      places[value] = bin
      guard places.count <= limit else { return nil }
      bins.append(bin)
    }
    self.bins = bins
    count = places.count
  }

  func fitted(_ response: [Double], weights: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    var totals = sums
    for (row, bin) in bins.enumerated() {
      sums[bin] += weights[row] * response[row]
      totals[bin] += weights[row]
    }
    return bins.map { totals[$0] > 0 ? sums[$0] / totals[$0] : 0 }
  }
}
