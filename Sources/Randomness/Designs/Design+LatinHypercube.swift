extension Design {
  /// Where a point of a Latin hypercube lies in its cell.
  package enum CellPoint: Sendable, Hashable {
    /// Anywhere, each place as likely, so that means are unbiased.
    case random
    /// In the middle.
    case middle
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
    inputs: [String], rows: Int, blocks: Int = 1, point: CellPoint = .random, streams: Streams
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
          let within = point == .middle ? 0.5 : stream.uniformOpen()
          var number = (Double(cell) + within) / Double(rows)
          // Rounding may carry a point into the next cell.
          while Int(number * Double(rows)) > cell || number >= 1 { number = number.nextDown }
          put(block * rows + row, number)
        }
      }
    }
  }
}
