import Payoff
import Workload

/// The queue in process blocks, as a user of the library writes it.
@main
enum ProcessBlocks {
  static func main() async {
    let workload = Workload.fromCommandLine()
    let servers = Resource("servers", capacity: Capacity(workload.servers))
    let queue = ProcessModel {
      Flow("customer") {
        Arrive(every: .exponential(mean: workload.meanGap), limit: workload.customers)
        Seize(servers)
        Delay(.exponential(mean: 1))
        Release(servers)
      }
    }
    await workload.run { replication in
      let results = try? queue.run(Streams(seed: workload.seed, replication: replication))
      return results?[servers].wait.mean ?? .nan
    }
  }
}
