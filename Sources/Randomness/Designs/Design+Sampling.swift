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

  /// Points of which each of the equal intervals of each input holds exactly one, in every block.
  ///
  /// Points cannot be added to a block, but blocks can: they are independent, the first stay as they are, and the
  /// spread of their means tells the error. Each input is shuffled by a stream of its own name, so another input
  /// changes none. McKay, Beckman, Conover 1979, "A Comparison of Three Methods for Selecting Values of Input
  /// Variables", Technometrics 21.
  ///
  /// - `rows`: The points of a block, which are its intervals.
  /// - `blocks`: The number of independent blocks, one after another.
  package static func latinHypercube(
    inputs: [String], rows: Int, blocks: Int = 1, streams: Streams
  ) throws(InvalidValue) -> Design {
    try require(inputs, rows: rows, of: "Latin hypercube")
    guard blocks > 0 else {
      throw InvalidValue("Latin hypercube", "it has \(blocks) blocks; at least one was expected")
    }
    let layout = blocks == 1 ? DesignLayout.points : .blocks(rows: rows)
    return byColumns(inputs, rows: rows * blocks, layout: layout) { column, put in
      let stream = streams.stream("design/Latin hypercube/\(inputs[column])")
      for block in 0..<blocks {
        var cells = Array(0..<rows)
        for last in stride(from: rows - 1, to: 0, by: -1) { cells.swapAt(last, stream.index(below: last + 1)) }
        for (row, cell) in cells.enumerated() {
          var number = (Double(cell) + stream.uniformOpen()) / Double(rows)
          // Rounding may carry a point into the next cell.
          while Int(number * Double(rows)) > cell || number >= 1 { number = number.nextDown }
          put(block * rows + row, number)
        }
      }
    }
  }
}
