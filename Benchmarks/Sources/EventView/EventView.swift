import Payoff
import Workload

/// The queue in the event view, as a user of the library writes it.
struct MultiServerQueue: EventModel, ~Copyable {
  enum Event { case arrival, departure }

  let customers: Int
  let servers: Int
  let meanGap: Double
  let arrivals: RandomStream
  let services: RandomStream
  var arrived = 0
  var busy = 0
  var waiting = FIFOQueue<Double>()
  var waits = Tally()

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival:
      arrived += 1
      if arrived < customers { calendar.schedule(.arrival, after: arrivals.exponential(mean: meanGap)) }
      if busy < servers {
        busy += 1
        serve(arrivedAt: calendar.now, &calendar)
      } else {
        waiting.append(calendar.now)
      }
    case .departure:
      if let arrival = waiting.popFirst() {
        serve(arrivedAt: arrival, &calendar)
      } else {
        busy -= 1
      }
    }
  }

  private mutating func serve(arrivedAt arrival: Double, _ calendar: inout EventCalendar<Event>) {
    waits.add(calendar.now - arrival)
    calendar.schedule(.departure, after: services.exponential(mean: 1))
  }
}

@main
enum EventView {
  static func main() async {
    let workload = Workload.fromCommandLine()
    await workload.run { replication in
      let streams = Streams(seed: workload.seed, replication: replication)
      var simulation = Simulation(
        MultiServerQueue(
          customers: workload.customers, servers: workload.servers, meanGap: workload.meanGap,
          arrivals: streams.stream("arrivals"), services: streams.stream("services")))
      simulation.calendar.schedule(.arrival, after: simulation.model.arrivals.exponential(mean: workload.meanGap))
      simulation.run()
      return simulation.model.waits.mean ?? .nan
    }
  }
}
