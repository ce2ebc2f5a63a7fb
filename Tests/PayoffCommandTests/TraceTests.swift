import Foundation
import Testing

/// `payoff trace`, on a desk whose figures are known by hand.
@Suite struct TraceTests {
  private static let desk = """
    import Payoff

    @main
    struct Desk: Experiment {
      static let question = "Who waits?"

      @Uncertain(.uniform(3, 5), "minutes at the desk", unit: "minutes", source: .assumption("an example"))
      var minutes: Double

      var scenario: Scenario {
        let desk = Resource("desk", capacity: 1)
        let model = ProcessModel {
          Flow("caller") {
            Arrive(at: [0, 1, 2, 20])
            Seize(desk, patience: 2.5) {
              Count("gone")
              Leave()
            }
            Delay { [minutes] _, _ in pow(minutes, 1) + 0 * exp(1) }
            Release(desk)
          }
        }
        Trial { streams in
          let results = try model.run(streams, until: 40)
          return [
            .init("waited", results[desk].waitOfAll.mean, unit: "minutes").compared(with: 1.25, "waited", "by hand"),
            .init("queue", results[desk].queueLength.average),
          ]
        }
      }
    }

    """

  @Test func `events, levels and the queue are those worked out by hand`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.desk, to: "Desk.swift")
    let outcome = try await CommandLineTool.run(
      ["trace", "Desk.swift", "--set", "minutes=4", "-o", "out"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let files = try workplace.contents(of: "out")
    let events = try Table(files, "events.csv")
    // 0 is served until 4; 1 gives up at 3.5 and 2 gets the desk at 4, until 8; 20 is served until 24.
    #expect(events.header == ["model_run", "time", "flow", "transaction", "block"])
    let gone = events.rows.filter { $0[4] == "Count gone" }
    #expect(gone.map { [$0[1], $0[3]] } == [["3.5", "2"]])
    #expect(events.rows.filter { $0[4] == "Release desk" }.map { $0[1] } == ["4", "8", "24"])
    let levels = try Table(files, "levels.csv")
    #expect(
      levels.rows.map { $0.dropFirst().joined(separator: " ") } == [
        "0 desk 0 0 1", "0 desk 0 1 1", "1 desk 1 1 1", "2 desk 2 1 1", "3.5 desk 1 1 1", "4 desk 0 1 1",
        "8 desk 0 0 1", "20 desk 0 1 1", "24 desk 0 0 1",
      ])
    // One waits from 1 to 3.5 and one from 2 to 4; somebody is served for 12 of 40 minutes.
    let resources = try Table(files, "resources.csv")
    #expect(abs(try Table.number(resources.rows[0][2]) - 4.5 / 40) < 1e-12)
    #expect(resources.rows[0][3] == "2" && resources.rows[0][4] == "2")
    #expect(abs(try Table.number(resources.rows[0][5]) - 12.0 / 40) < 1e-12)
    // The intervals of the picture hold the same area.
    let waiting = try Table(files, "queue.csv").numbers("waiting").compactMap { $0 }
    #expect(waiting.count == 300 && abs(waiting.reduce(0, +) / 300 - 4.5 / 40) < 1e-9)
    #expect(files["charts/queue.vl.json"] != nil)
    // The lines are broken as wide as the terminal is.
    #expect(outcome.output.replacing("\n", with: " ").contains("At most 2 wait for desk"))
  }

  @Test func `a traced replication is that of the run, and its outcome can be recomputed from the trace`() async throws
  {
    let workplace = try Workplace()
    try workplace.write(Self.desk, to: "Desk.swift")
    let run = try await CommandLineTool.run(["run", "Desk.swift", "-r", "4", "-o", "run"], in: workplace)
    try #require(run.status == 0, "\(run.error)")
    let rows = try Table(try workplace.contents(of: "run"), "replications.csv")
    let trace = try await CommandLineTool.run(
      ["trace", "Desk.swift", "--replication", "3", "-o", "trace"], in: workplace)
    try #require(trace.status == 0, "\(trace.error)")
    let resources = try Table(try workplace.contents(of: "trace"), "resources.csv")
    let queue = try #require(try rows.numbers("queue")[3])
    #expect(abs(try Table.number(resources.rows[0][2]) - queue) < 1e-12)
    #expect(queue != (try #require(try rows.numbers("queue")[0])), "minutes differ from replication to replication")
  }

  @Test func `recording ends where it is asked to`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.desk, to: "Desk.swift")
    let outcome = try await CommandLineTool.run(
      ["trace", "Desk.swift", "--set", "minutes=4", "--until", "3", "-o", "out"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let files = try workplace.contents(of: "out")
    #expect(try Table(files, "events.csv").numbers("time").allSatisfy { $0.map { $0 <= 3 } ?? false })
    // One waits from 1 on and one from 2 on.
    #expect(abs(try Table.number(try Table(files, "resources.csv").rows[0][2]) - 3.0 / 3) < 1e-12)
  }

  @Test func `an experiment without a process model has nothing to trace`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(["trace", "Coin.swift"], in: workplace)
    #expect(outcome.status == 64 && outcome.error.contains("payoff new --process"), "\(outcome.error)")
    #expect(workplace.names() == ["Coin.swift"], "nothing is written")
  }

  @Test(arguments: [
    (#"Cost("team", USD(600_000))"#, "USD(600_000) / .year"),
    (#"Metered("calls", USD(0.1) / .call) { Double($0.index) }"#, "write Quantity(…)"),
    (#"Investment("set-up", USD(600_000) / .year)"#, "what recurs is a Cost"),
    (#"Cost("team", Money<Euro>(600_000) / .year)"#, "EuropeanEuro"),
    (#"Benefit("x") { _ in USD(Rent(USD(2)).price.today) }"#, "USD(2.5) / .gpuHour"),
  ])
  func `a price without its unit and a currency by another name are refused with the remedy`(
    _ line: String, _ remedy: String
  ) async throws {
    let workplace = try Workplace()
    try workplace.write(
      """
      import Payoff

      @main
      struct Shop: Experiment {
        static let question = "Does it pay?"

        var scenario: Scenario {
          Horizon(from: .month(2026, 1), years: 1)
          Books(in: .usd, discounting: 0.1)
          \(line)
        }
      }

      """, to: "Shop.swift")
    let outcome = try await CommandLineTool.run(["run", "Shop.swift"], in: workplace)
    #expect(outcome.status != 0)
    #expect(outcome.error.contains("Shop.swift:10:") && outcome.error.contains(remedy), "\(outcome.error)")
  }
}
