import Experimentation
import Randomness
import Results
import Serving

/// How far the fleets of a forecast are from those that simulation of every request asks for, in hours that were sampled by
/// what they cost.
struct FleetCheck {
  private let fleets: [(name: String, method: String, needed: [(byCurve: Int, simulated: Int)])]

  /// The hours of each fleet that are simulated.
  private static let hours = 3
  /// No more fleets than these are checked.
  private static let mostFleets = 4

  /// `nil` where no fleet has a curve that can be checked.
  init?<E: Experiment>(_ replicator: Replicator<E>, seed: UInt64) throws {
    let checked = try replicator.decisiveHours(ofReplication: 0, count: Self.hours)
      .filter { $0.curve.canBeChecked && !$0.hours.isEmpty }.prefix(Self.mostFleets)
    guard !checked.isEmpty else { return nil }
    let done = SharedProgress(
      total: checked.reduce(0) { $0 + $1.hours.count }, unit: "hours simulated request by request")
    fleets = StageLine.during("Simulating every request of \(Self.hours * checked.count) hours") {
      checked.map { fleet in
        let needed = Concurrent.map(fleet.hours) { hour in
          defer { done.advance() }
          return fleet.curve.needed(rate: hour.rate, growth: hour.growth, seed: seed)
        }
        return (fleet.name, fleet.curve.method, needed.compactMap { $0 })
      }
    }
  }

  /// A sentence for each fleet, and how to see more.
  func text(of experiment: String) -> String {
    let sentences = fleets.map { fleet -> String in
      let (curve, simulated) = fleet.needed.reduce((0, 0)) { ($0.0 + $1.byCurve, $0.1 + $1.simulated) }
      guard simulated > 0 else {
        return "\(fleet.name): no number of replicas holds the service level in the hours that were sampled."
      }
      let error = Double(curve) / Double(simulated) - 1
      let pairs = fleet.needed.map { "\($0.byCurve) and \($0.simulated)" }.joined(separator: ", ")
      return
        "\(fleet.name): in \(fleet.needed.count) hours of replication 0, sampled by what they cost, the forecast has "
        + "\(NumberText.percent(abs(error))) \(error < 0 ? "fewer" : "more") replicas than a simulation of every request needs "
        + "(\(pairs)). Its hours are interpolated from simulations: \(fleet.method)."
    }
    return sentences.joined(separator: " ") + " More hours: payoff fidelity \(experiment)."
  }
}
