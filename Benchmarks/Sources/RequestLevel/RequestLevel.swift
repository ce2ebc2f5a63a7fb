import Glibc
import Payoff

/// Requests served one by one with continuous batching, as a user of the library writes it.
///
/// Conversations of the Azure trace on Llama 3.1 8B in 16 bits on A100s, from `RequestLevel day SEED`, a day of about ten
/// million on the fleet that serves them, or `RequestLevel REPLICAS SEED`, about a million at 80 % of the highest rate that
/// so many replicas carry, 7.34 requests a second each. Prints how many were answered, and the 95th percentile of the time
/// to the first token in seconds.
@main
enum RequestLevel {
  /// The fewest replicas with which 95 % of the day's first tokens are out within half a second.
  private static let replicasOfDay = 23

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let seed = UInt64(arguments[2]), arguments[1] == "day" || Int(arguments[1]) ?? 0 > 0
    else {
      print("usage: RequestLevel day|REPLICAS SEED")
      exit(64)
    }
    let streams = Streams(seed: seed, replication: 0)
    let replicas = Int(arguments[1]) ?? replicasOfDay
    let rate = 0.8 * 7.34 * Double(replicas)
    let (profile, end): (RateProfile, Double) =
      arguments[1] == "day"
      ? (.day(.serveGenLarge, meanRate: 10e6 / 86_400), 86_400) : (.constant(rate), 1e6 / rate)
    let requests = DrawnRequests(
      RenewalArrivals.poisson(profile, from: streams.stream("chat/arrivals")), lengths: .azureConversation,
      from: streams, named: "chat", until: end)
    let fleet = ServingFleet(ReplicaPool(Deployment(.llama8B, on: .a100), replicas: replicas))
    let result = fleet.serve(requests, streams)
    print(result.answered, result.timeToFirstToken.percentile(95) ?? .nan)
  }
}
