import CRandomStreams

extension Design {
  /// Independent random numbers: row r holds what replication r of a run with that seed draws for its inputs.
  ///
  /// Each input draws from a stream of its own name, so more rows or another input change no number.
  ///
  /// - `rows`: The replications.
  package static func random(inputs: [String], rows: Range<Int>, seed: UInt64) throws(InvalidValue) -> Design {
    try require(inputs, rows: rows.count, of: "random design")
    guard rows.lowerBound >= 0, rows.upperBound <= Int(UInt32.max) + 1 else {
      throw InvalidValue("random design", "its rows are \(rows); replications within 0..<\(UInt32.max) were expected")
    }
    return byColumns(inputs, rows: rows.count) { column, put in
      let name = "input/\(inputs[column])"
      let stream = RandomStream(seed: seed, replication: 0, name: name)
      for row in rows {
        payoff_philox_place(stream.philox, seed, UInt32(row), Streams.key(of: name))
        put(row - rows.lowerBound, stream.uniformOpen())
      }
    }
  }
}
