extension Design {
  /// Morris's trajectories: each starts at a random point of a grid and moves one input after another by the same step.
  ///
  /// The grid is 0, 1/(p − 1), …, 1 and the step p / 2(p − 1), up or down. Each input draws its starts and directions
  /// from a stream of its own name; more trajectories leave the first as they are. Morris 1991, "Factorial Sampling Plans
  /// for Preliminary Computational Experiments", Technometrics 33.
  ///
  /// - `trajectories`: r, each of one row more than there are inputs.
  /// - `levels`: p, even.
  package static func morris(
    inputs: [String], trajectories: Int, levels: Int = 4, streams: Streams
  ) throws(InvalidValue) -> Design {
    try require(inputs, rows: trajectories, of: "Morris design")
    guard levels >= 2, levels.isMultiple(of: 2) else {
      throw InvalidValue(
        "Morris design",
        "it has \(levels) levels; an even number from 2 was expected, so that every level is as likely",
        remedy: "use 4, 6 or 8")
    }
    let draws = inputs.map { streams.stream("design/Morris/\($0)") }
    let drawn = (0..<trajectories).map { _ in MorrisTrajectory(levels: levels, draws: draws) }
    return Design(
      inputs: inputs, numbers: drawn.flatMap { $0.rows(levels: levels).flatMap(\.self) },
      layout: .trajectories(moved: drawn.flatMap(\.order)), edge: 0.5 / Double(levels))
  }
}

/// A walk over a grid that moves each input once.
struct MorrisTrajectory {
  /// The level of each input at the start, counted from 0.
  let start: [Int]
  /// The level of each input at the end.
  let end: [Int]
  /// The inputs in the order in which they move.
  let order: [Int]

  /// A random trajectory: a start, a direction and a place in the order from the stream of each input.
  init(levels: Int, draws: [RandomStream]) {
    let step = levels / 2
    let moves = draws.map { stream in
      let low = stream.index(below: step)
      let rises = stream.index(below: 2) == 1
      return (start: rises ? low : low + step, end: rises ? low + step : low, time: stream.uniform())
    }
    start = moves.map(\.start)
    end = moves.map(\.end)
    // An input that is added moves among the others, which keep their order.
    order = moves.indices.sorted { (moves[$0].time, $0) < (moves[$1].time, $1) }
  }

  /// The points from start to end, as numbers from 0 to 1.
  func rows(levels: Int) -> [[Double]] {
    var point = start
    var points = [point]
    for input in order {
      point[input] = end[input]
      points.append(point)
    }
    return points.map { $0.map { Double($0) / Double(levels - 1) } }
  }
}
