import Benchmark
import Payoff

/// One arrival of each process, and one request of each source.
func arrivalBenchmarks() {
  let streams = Streams(seed: 1, replication: 0)
  let day = RateProfile.day(.serveGenReasoning, meanRate: 100)
  func arrival(_ name: String, of begin: @escaping () -> some ArrivalProcess) {
    Benchmark("arrival \(name)") { benchmark in
      var arrivals = begin()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(arrivals.next()) }
    }
  }
  arrival("Poisson") { RenewalArrivals.poisson(day, from: streams.stream("a")) }
  arrival("gamma gaps") { RenewalArrivals(day, gaps: .gamma(shape: 0.87), from: streams.stream("a")) }
  arrival("Weibull gaps") { RenewalArrivals(day, gaps: .weibull(shape: 0.92), from: streams.stream("a")) }
  arrival("two states") {
    ModulatedArrivals(RateStates(rates: [30, 300], stays: [60, 10]), from: streams.stream("a"))
  }
  arrival("Hawkes") { HawkesArrivals(day, branching: 0.5, meanDelay: 10, from: streams.stream("a")) }

  func request(_ name: String, of begin: @escaping () -> some RequestSource) {
    Benchmark("request \(name)") { benchmark in
      var requests = begin()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(requests.nextRequest()) }
    }
  }
  request("Poisson, lengths from tables") {
    DrawnRequests(
      RenewalArrivals.poisson(day, from: streams.stream("a")), lengths: .mooncakeConversation, from: streams,
      named: "a")
  }
  request("162 clients") { ClientMixture.serveGenLarge().requests(from: streams, named: "a") }
  request("conversations") {
    Conversations(
      turns: .geometric(probability: 0.2), thinking: .exponential(mean: 30), lengths: .mooncakeConversation
    ).requests(
      beginning: RenewalArrivals.poisson(day, from: streams.stream("a")), answering: AnswerTime(firstToken: 1),
      from: streams, named: "a")
  }
}
