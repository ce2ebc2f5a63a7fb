extension Design {
  /// Morris's trajectories: each starts at a random point of a grid and moves one input after another by the same step.
  ///
  /// The grid is 0, 1/(p − 1), …, 1 and the step p / 2(p − 1), up or down. Each input draws its starts and directions
  /// from a stream of its own name; more trajectories leave the first as they are, unless they are chosen. Morris 1991,
  /// "Factorial Sampling Plans for Preliminary Computational Experiments", Technometrics 33; the choice of trajectories
  /// as far apart as can be is that of Campolongo, Cariboni, Saltelli 2007, by adding the best and exchanging until no
  /// exchange helps.
  ///
  /// - `trajectories`: r, each of one row more than there are inputs.
  /// - `levels`: p, even.
  /// - `chosenFrom`: How many trajectories are drawn to choose from; `nil` takes them as they come. A choice among many
  ///   favours the ends of the grid, and its means follow.
  package static func morris(
    inputs: [String], trajectories: Int, levels: Int = 4, chosenFrom pool: Int? = nil, streams: Streams
  ) throws(InvalidValue) -> Design {
    try require(inputs, rows: trajectories, of: "Morris design")
    guard levels >= 2, levels.isMultiple(of: 2) else {
      throw InvalidValue(
        "Morris design",
        "it has \(levels) levels; an even number from 2 was expected, so that every level is as likely",
        remedy: "use 4, 6 or 8")
    }
    if let pool, pool < trajectories {
      throw InvalidValue(
        "Morris design", "\(trajectories) trajectories cannot be chosen from \(pool)",
        remedy: "draw some ten times as many as are chosen")
    }
    let draws = inputs.map { streams.stream("design/Morris/\($0)") }
    var drawn = (0..<(pool ?? trajectories)).map { _ in MorrisTrajectory(levels: levels, draws: draws) }
    if pool != nil { drawn = MorrisTrajectory.farthestApart(trajectories, of: drawn) }
    return Design(
      inputs: inputs, numbers: drawn.flatMap { $0.rows(levels: levels).flatMap(\.self) },
      layout: .trajectories(moved: drawn.flatMap(\.order)), edge: 0.5 / Double(levels))
  }
}
