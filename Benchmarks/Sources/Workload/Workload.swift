/// What a program of this package is asked for: `CUSTOMERS SERVERS SEED [REPLICATIONS THREADS]`.
///
/// A replication is an M/M/c queue: Poisson arrivals at 0.9 per server, exponential service of mean 1, first come first
/// served. The peers take the same arguments.
public struct Workload: Sendable {
  /// The customers of a replication.
  public var customers: Int
  /// The servers that share one line.
  public var servers: Int
  /// The seed of the run.
  public var seed: UInt64
  /// The independent replications, one by default.
  public var replications = 1
  /// The threads that share them, one by default.
  public var threads = 1

  /// The mean time between arrivals, in units of the mean service time.
  public var meanGap: Double { 1 / (0.9 * Double(servers)) }

  /// Reads the arguments of this process, or stops it with the usage.
  public static func fromCommandLine() -> Workload {
    let numbers = CommandLine.arguments.dropFirst().map { Int($0) ?? 0 }
    guard numbers.count == 3 || numbers.count == 5, !numbers.contains(where: { $0 < 1 }) else {
      fatalError("usage: CUSTOMERS SERVERS SEED [REPLICATIONS THREADS], each a whole number from 1")
    }
    var workload = Workload(customers: numbers[0], servers: numbers[1], seed: UInt64(numbers[2]))
    if numbers.count == 5 { (workload.replications, workload.threads) = (numbers[3], numbers[4]) }
    return workload
  }

  /// Runs every replication and prints the mean of their means.
  ///
  /// A thread takes every `threads`-th replication. The means are added up in the order of the replications, so that the
  /// sum is the same on any number of threads.
  public func run(meanWait: @escaping @Sendable (_ replication: Int) -> Double) async {
    let means = await withTaskGroup(of: (first: Int, means: [Double]).self) { group in
      for first in 0..<threads {
        group.addTask { [replications, threads] in
          (first, stride(from: first, to: replications, by: threads).map(meanWait))
        }
      }
      var means = [Double](repeating: 0, count: replications)
      for await chunk in group {
        for (turn, mean) in chunk.means.enumerated() { means[chunk.first + turn * threads] = mean }
      }
      return means
    }
    print(means.reduce(0, +) / Double(replications))
  }
}
