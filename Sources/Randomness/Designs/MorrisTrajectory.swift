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

  /// The so many trajectories whose squared distances add up to the most, as far as exchanging one at a time finds
  /// them.
  ///
  /// The distance of two trajectories is the sum of the distances of all their points.
  /// - Complexity: the square of the number to choose from, times the squared points of a trajectory.
  static func farthestApart(_ count: Int, of pool: [MorrisTrajectory]) -> [MorrisTrajectory] {
    guard count < pool.count else { return pool }
    let size = pool.count
    let points = pool.map { $0.rows(levels: 2) }
    var spread = Array(repeating: 0.0, count: size * size)
    for first in 0..<size {
      for second in 0..<first {
        let distance = distance(points[first], points[second])
        spread[first * size + second] = distance * distance
        spread[second * size + first] = distance * distance
      }
    }
    // How far each lies from those chosen.
    var reach = Array(repeating: 0.0, count: size)
    var isChosen = Array(repeating: false, count: size)
    func change(_ index: Int, to chosen: Bool) {
      isChosen[index] = chosen
      for other in 0..<size { reach[other] += (chosen ? 1 : -1) * spread[index * size + other] }
    }
    let start = spread.indices.max { spread[$0] < spread[$1] } ?? 0
    change(start / size, to: true)
    while isChosen.count(where: \.self) < count {
      let rest = (0..<size).filter { !isChosen[$0] }
      change(rest.max { reach[$0] < reach[$1] } ?? rest[0], to: true)
    }
    while true {
      var best = (gain: 1e-9, out: 0, in: 0)
      for out in 0..<size where isChosen[out] {
        for candidate in 0..<size where !isChosen[candidate] {
          let gain = reach[candidate] - spread[candidate * size + out] - reach[out]
          if gain > best.gain { best = (gain, out, candidate) }
        }
      }
      if best.gain <= 1e-9 { break }
      change(best.out, to: false)
      change(best.in, to: true)
    }
    return pool.indices.filter { isChosen[$0] }.map { pool[$0] }
  }

  private static func distance(_ first: [[Double]], _ second: [[Double]]) -> Double {
    var sum = 0.0
    for one in first {
      for other in second {
        var square = 0.0
        for (a, b) in zip(one, other) { square += (a - b) * (a - b) }
        sum += square.squareRoot()
      }
    }
    return sum
  }
}
