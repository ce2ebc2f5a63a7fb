extension Design {
  /// The first points of the Halton sequence, one prime base an input in their order.
  ///
  /// More rows leave the first as they are. The plain sequence starts at 0, and is poor beyond some eight inputs, whose
  /// large bases rise together; permuted digits mend it.
  /// Halton 1960; Owen 2017, "A randomized Halton algorithm in R".
  ///
  /// - `permutedBy`: Streams that permute each digit of each input, independently a replication; `nil` for the plain
  ///   sequence.
  package static func halton(
    inputs: [String], rows: Int, permutedBy streams: Streams?
  ) throws(InvalidValue) -> Design {
    try require(inputs, rows: rows, of: "Halton design")
    let bases = primes(inputs.count)
    return byColumns(inputs, rows: rows, edge: streams == nil ? 0.5 / Double(rows) : 0) { column, put in
      let base = bases[column]
      guard let streams else {
        for row in 0..<rows { put(row, radicalInverse(row, base: base)) }
        return
      }
      let stream = streams.stream("design/Halton/\(inputs[column])")
      let permutations = digitPermutations(base: base, from: stream)
      for row in 0..<rows { put(row, permutedInverse(row, base: base, permutations: permutations)) }
    }
  }

  /// The first primes.
  private static func primes(_ count: Int) -> [Int] {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < count {
      if primes.prefix(while: { $0 * $0 <= candidate }).allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }

  /// The digits of an index in that base, mirrored at the point.
  private static func radicalInverse(_ index: Int, base: Int) -> Double {
    var (rest, mirrored, scale) = (index, 0, 1)
    while rest > 0 {
      mirrored = mirrored * base + rest % base
      scale *= base
      rest /= base
    }
    return Double(mirrored) / Double(scale)
  }

  /// A permutation for each digit that a number has in that base.
  private static func digitPermutations(base: Int, from stream: RandomStream) -> [[Int]] {
    var permutations: [[Int]] = []
    var cell = 1.0
    while cell > 0x1p-53 {
      var digits = Array(0..<base)
      for last in stride(from: base - 1, to: 0, by: -1) { digits.swapAt(last, stream.index(below: last + 1)) }
      permutations.append(digits)
      cell /= Double(base)
    }
    return permutations
  }

  /// As the radical inverse, each digit permuted, those beyond the index too.
  private static func permutedInverse(_ index: Int, base: Int, permutations: [[Int]]) -> Double {
    var rest = index
    var digits: [Int] = []
    for permutation in permutations {
      digits.append(permutation[rest % base])
      rest /= base
    }
    // From the last digit on, which rounds least; half a last digit keeps the number from 0.
    let number = digits.reversed().reduce(0.5) { (Double($1) + $0) / Double(base) }
    return Swift.min(number, 1.0.nextDown)
  }
}
