import Benchmark
import Payoff

/// The hold model: each event brings about another, so the calendar keeps its size.
///
/// Jones, "An empirical comparison of priority-queue and event-set implementations", CACM 1986.
struct Hold: EventModel {
  enum Event { case due }

  let gaps: RandomStream

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    calendar.schedule(.due, after: gaps.exponential(mean: 1))
  }
}

/// One event, at calendars of several sizes.
func holdBenchmarks() {
  for size in [10, 1000, 100_000] {
    Benchmark("hold \(size) events") { benchmark in
      var simulation = Simulation(Hold(gaps: Streams(seed: 1, replication: 0).stream("gaps")))
      for _ in 0..<size {
        simulation.calendar.schedule(.due, after: simulation.model.gaps.exponential(mean: 1))
      }
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { simulation.step() }
    }
  }
}
