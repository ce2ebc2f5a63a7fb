import EventSimulation
import Randomness

/// Runs a model and returns when each transaction passed its `Count` blocks: `"1 served 5.0"`, in order.
func passages(
  until end: Double = .infinity, seed: UInt64 = 1, @FlowBuilder _ flows: () -> [Flow]
) throws -> [String] {
  var lines: [String] = []
  _ = try ProcessModel(flows).run(Streams(seed: seed, replication: 0), until: end) { entry in
    if entry.block.hasPrefix("Count ") {
      let mark = entry.block.dropFirst(6).split(separator: " ").first ?? ""
      lines.append("\(entry.transaction) \(mark) \(entry.time)")
    }
  }
  return lines
}

/// Runs a model to its end.
func results(
  until end: Double = .infinity, arrivals: Int = .max, warmUp: Double = 0, seed: UInt64 = 1, replication: Int = 0,
  @FlowBuilder _ flows: () -> [Flow]
) throws -> ProcessResults {
  try ProcessModel(flows).run(
    Streams(seed: seed, replication: replication), until: end, arrivals: arrivals, warmUp: warmUp)
}
