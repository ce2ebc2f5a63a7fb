import Randomness

/// An open Jackson network of M/M/c stations with random routing.
///
/// ```swift
/// let network = JacksonNetwork(
///   arrivalRates: [1, 0], routing: [[0, 0.8], [0.5, 0]], serviceRates: [3, 2], servers: [1, 1])
/// network.throughputs  // 5/3 and 4/3: one customer in two comes back
/// ```
/// Each station behaves as if it were an M/M/c of its own, independent of the others. Rates are per unit of time and times
/// are in that unit. Jackson 1957; Gross, Shortle, Thompson and Harris 2008, section 4.2.
public struct JacksonNetwork: Sendable {
  /// The customers that pass each station per unit of time.
  public let throughputs: [Double]
  /// Each station as a queue.
  public let stations: [MMcQueue]
  /// The customers that enter the network per unit of time.
  public let arrivalRate: Double

  /// Solves a network.
  /// - Parameters:
  ///   - arrivalRates: the arrivals from outside at each station.
  ///   - routing: the probability of going from a station (row) to another (column); who goes nowhere leaves.
  ///   - serviceRates: the customers that one server of each station serves per unit of time.
  ///   - servers: the number of servers of each station.
  ///   - file: The caller's file, which an error shows.
  ///   - line: The caller's line, which an error shows.
  /// - Complexity: O(n³) for n stations.
  ///
  /// Invalid parts are reported through `ValidationErrors`; the network then has no stations.
  public init(
    arrivalRates: [Double], routing: [[Double]], serviceRates: [Double], servers: [Int],
    file: StaticString = #fileID, line: UInt = #line
  ) {
    if let problem = Self.problem(arrivalRates, routing, serviceRates, servers) {
      ValidationErrors.report("JacksonNetwork", problem, file, line)
      (throughputs, stations, arrivalRate) = ([], [], 0)
      return
    }
    let count = arrivalRates.count
    // Traffic: what passes a station is what comes from outside and from the stations.
    var equations = (0..<count).map { to in
      (0..<count).map { from in (from == to ? 1 : 0) - routing[from][to] } + [arrivalRates[to]]
    }
    guard let solution = Self.solve(&equations) else {
      ValidationErrors.report(
        "JacksonNetwork", "customers never leave: the routing has a closed loop",
        remedy: "let the probabilities of a station in the loop add up to less than 1", file, line)
      (throughputs, stations, arrivalRate) = ([], [], 0)
      return
    }
    throughputs = solution
    arrivalRate = arrivalRates.reduce(0, +)
    var stations: [MMcQueue] = []
    for (throughput, (rate, servers)) in zip(throughputs, zip(serviceRates, servers)) {
      stations.append(MMcQueue(arrivalRate: throughput, serviceRate: rate, servers: servers))
    }
    self.stations = stations
  }

  /// What is wrong with the parts, if anything is.
  private static func problem(
    _ arrivalRates: [Double], _ routing: [[Double]], _ serviceRates: [Double], _ servers: [Int]
  ) -> String? {
    let count = arrivalRates.count
    guard routing.count == count, routing.allSatisfy({ $0.count == count }), serviceRates.count == count,
      servers.count == count
    else { return "each of its \(count) stations needs an arrival rate, a row of routing, a service rate and servers" }
    for station in 0..<count {
      let name = "station \(station + 1)"
      if !(arrivalRates[station] >= 0 && arrivalRates[station] < .infinity) {
        return "the arrival rate of \(name) is \(arrivalRates[station].shortest); a number from 0 was expected"
      }
      if !(serviceRates[station] > 0) {
        return "the service rate of \(name) is \(serviceRates[station].shortest); a number above 0 was expected"
      }
      if servers[station] < 1 { return "\(name) has \(servers[station]) servers; at least 1 was expected" }
      let total = routing[station].reduce(0, +)
      if !routing[station].allSatisfy({ $0 >= 0 }) || !(total <= 1 + 1e-12) {
        return
          "the probabilities of where to go from \(name) add up to \(total.shortest); numbers from 0 that add up to at most 1 were expected"
      }
    }
    return nil
  }

  /// The mean number of customers in the network.
  public var meanNumber: Double { stations.reduce(0) { $0 + $1.meanNumber } }

  /// The mean time from entering the network to leaving it, over all visits to stations.
  public var meanSojourn: Double { meanNumber / arrivalRate }

  /// How often a customer visits each station, on average.
  public var visits: [Double] { throughputs.map { $0 / arrivalRate } }

  /// The share of time that the stations hold these numbers of customers: the product over the stations.
  public func probability(numbers: [Int], file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard numbers.count == stations.count else {
      ValidationErrors.report(
        "probability(numbers:)",
        "there are \(numbers.count) numbers; one for each of the \(stations.count) stations was expected", file, line)
      return 0
    }
    return zip(stations, numbers).reduce(1) { $0 * $1.0.probability(number: $1.1) }
  }

  /// Gauss's elimination with row pivoting; the last column is the right-hand side. `nil` where it has no one solution.
  private static func solve(_ rows: inout [[Double]]) -> [Double]? {
    let count = rows.count
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }) else { continue }
      guard abs(rows[pivot][column]) > 1e-12 else { return nil }
      rows.swapAt(column, pivot)
      for row in (column + 1)..<max(count, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        for place in column...count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      var rest = rows[row][count]
      for column in (row + 1)..<max(count, row + 1) { rest -= rows[row][column] * solution[column] }
      solution[row] = rest / rows[row][row]
    }
    return solution
  }
}
