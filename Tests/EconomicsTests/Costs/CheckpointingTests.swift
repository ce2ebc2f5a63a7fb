import Economics
import Foundation
import Randomness
import Testing

@Suite struct CheckpointingTests {
  private func plan(gpus: Double, saving: Double, interval: Double? = nil) -> Checkpointing {
    Checkpointing(
      everyFailure: ClusterReliability.llama3.value, gpus: gpus, saving: saving, restarting: 0.25, interval: interval)
  }

  @Test func `a cluster of 16 384 H100s was stopped every three hours`() {
    #expect(near(ClusterReliability.llama3.value.amount, 50_677, within: 0.5))
    #expect(near(plan(gpus: 16_384, saving: 0.05).meanTimeBetweenFailures, 3.09, within: 0.005))
    #expect(near(plan(gpus: 256, saving: 0.05).meanTimeBetweenFailures, 198, within: 0.1))
  }

  /// The mean of the simulated hours lies in the interval that holds 99.9 % of samples.
  @Test(arguments: [(256.0, 0.05, nil), (4096, 0.1, nil), (16_384, 0.2, 1.0)] as [(Double, Double, Double?)])
  func `what work takes on average is what the simulation takes`(gpus: Double, saving: Double, interval: Double?) {
    let plan = plan(gpus: gpus, saving: saving, interval: interval)
    let hours = (0..<1500).map { replication in
      plan.simulatedHours(of: 100.5, by: Streams(seed: 31, replication: replication).stream("failures"))
    }
    #expect(Moments(hours).agrees(mean: plan.expectedHours(of: 100.5)))
    #expect(hours.allSatisfy { $0 >= 100.5 })
  }

  @Test(arguments: [(256.0, 0.05), (4096, 0.1), (16_384, 0.2)])
  func `Daly's interval costs next to nothing over the best, and Young's little`(gpus: Double, saving: Double) {
    let daly = plan(gpus: gpus, saving: saving)
    let young = plan(gpus: gpus, saving: saving, interval: daly.youngInterval)
    #expect(near(daly.interval, daly.dalyInterval, within: 0))
    #expect(near(young.interval, (2 * saving * daly.meanTimeBetweenFailures).squareRoot()))
    // Long enough for whole intervals not to matter.
    let work = 1e6
    let best = (100...4000).map { plan(gpus: gpus, saving: saving, interval: daly.interval * Double($0) / 1000) }
      .map { $0.expectedHours(of: work) }.reduce(.infinity, min)
    let (excess, younger) = (daly.expectedHours(of: work) / best - 1, young.expectedHours(of: work) / best - 1)
    print("checkpoints | \(gpus) GPUs | Daly \(excess) over the best | Young \(younger)")
    #expect(excess < 1e-4 && younger < 0.01)
  }

  @Test func `without failures there is only the saving`() {
    let safe = Checkpointing(everyFailure: Quantity(1e15), gpus: 1, saving: 0.5, restarting: 1, interval: 10)
    #expect(near(safe.expectedHours(of: 95), 95 + 10 * 0.5, within: 1e-6))
    #expect(near(safe.expectedHours(of: 100), 105, within: 1e-6))
    #expect(safe.simulatedHours(of: 95, by: Streams(seed: 1, replication: 0).stream("f")) == 100)
    #expect(safe.expectedHours(of: 0) == 0)
  }
}
