import Demand
import Randomness
import Serving
import Testing

@testable import Experimentation

/// The best deployments of a load, against the simulation of all of them.
@Suite struct DeploymentSearchTests {
  private static let levels = [
    ServiceLevel(.timeToFirstToken, p95: .seconds(1)), ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)),
  ]

  /// Llama 3.1 8B in 8 and 16 bits on one and two GPUs of four kinds.
  private static let candidates: [DeploymentSearch.Candidate] = {
    var all: [DeploymentSearch.Candidate] = []
    for (gpu, price) in [("h100", 2.0), ("h200", 2.5), ("l40s", 0.6), ("a100", 1.2)] {
      for precision in [Precision.bf16, .fp8, .int8] {
        for tensor in [1, 2] {
          guard
            let prediction = try? DeploymentPrediction(
              "llama-3.1-8b", on: gpu, precision: precision, tensorParallel: tensor)
          else { continue }
          all.append(DeploymentSearch.Candidate(prediction, prediction.deployment(), price: price))
        }
      }
    }
    return all
  }()

  private func search(at rate: Double = 30, isExhaustive: Bool, _ budget: DeploymentSearch.Budget = .init())
    -> DeploymentSearch
  {
    DeploymentSearch(
      .azureConversation, at: rate, levels: Self.levels, budget: budget, requestsOfWindow: 400,
      isExhaustive: isExhaustive)
  }

  private func label(_ fleet: DeploymentSearch.Fleet) -> String { "\(fleet.replicas) of \(fleet.candidate.label)" }

  @Test func `the front is that of a simulation of every candidate`() throws {
    #expect(Self.candidates.count > 15)
    let all = try search(isExhaustive: true).best(of: Self.candidates)
    let found = try search(isExhaustive: false).best(of: Self.candidates)
    #expect(all.leftOut == 0 && all.fleets.count + all.refusals.count == Self.candidates.count)
    #expect(found.fleets.count < all.fleets.count)
    let front = all.fleets.filter(\.isOnFront)
    #expect(front.map(label) == found.fleets.filter(\.isOnFront).map(label))
    for fleet in all.fleets {
      let cost = fleet.cost ?? .infinity
      let isBeaten = all.fleets.contains { ($0.cost ?? .infinity) <= cost && $0.latency < fleet.latency }
      let isMatched = front.contains { ($0.cost ?? .infinity) <= cost && $0.latency <= fleet.latency }
      #expect(fleet.isOnFront ? !isBeaten : isMatched, "\(label(fleet))")
    }
  }

  /// Slower steps are the same as a faster load with shorter limits, which is simulated here.
  @Test func `the interval of the GPUs is that of a simulation with slower steps`() throws {
    let found = try search(at: 60, isExhaustive: false).best(of: Self.candidates)
    let best = try #require(found.fleets.first)
    let factor = 1 + best.candidate.prediction.error
    let levels = Self.levels.map { ServiceLevel($0.latency, share: $0.share, within: .seconds($0.limit / factor)) }
    let slower = DeploymentSearch(
      .azureConversation, at: 60 * factor, levels: levels, requestsOfWindow: 400, isExhaustive: true)
    let simulated = try slower.best(of: [best.candidate])
    if let replicas = best.replicasIfSlow {
      let fleet = try #require(simulated.fleets.first)
      #expect(abs(Double(replicas) / Double(fleet.replicas) - 1) <= 0.34, "\(replicas), simulated \(fleet.replicas)")
      #expect(replicas >= best.replicas)
    } else {
      #expect(simulated.fleets.isEmpty)
    }
  }

  @Test func `what a budget does not reach is refused with what it needs`() throws {
    let few = try search(at: 200, isExhaustive: false, .init(gpus: 1)).best(of: Self.candidates)
    #expect(few.fleets.allSatisfy { $0.gpusWithSpares <= 1 })
    #expect(few.refusals.contains { $0.reason.contains("the budget has 1") })
    let dark = try search(at: 200, isExhaustive: false, .init(power: 1000)).best(of: Self.candidates)
    #expect(dark.fleets.allSatisfy { ($0.ratedPower ?? .infinity) <= 1000 })
    #expect(dark.refusals.contains { $0.reason.contains("the budget has 1") })
  }
}
