/// The experiment that `payoff new` writes.
package enum ExperimentTemplate {
  package static func text(named name: String) -> String {
    """
    import Payoff

    /// A help desk has a language model answer its mail. All figures are examples: replace them with yours.
    @main
    struct \(name): Experiment {
      static let question = "When does a model that answers our mail pay off?"

      // Uncertain inputs, drawn once per replication. Change one on the command line with --set priceFall=0.4.
      @Uncertain(.uniform(0.30, 0.50), "fall of the GPU price", unit: .perYear, source: .assumption("an example"))
      var priceFall: Double

      // Between these two numbers in 90 % of all cases.
      @Uncertain(.between(10_000, 30_000), "mails at the start", unit: "requests/day", source: .assumption("an example"))
      var mailsPerDay: Double

      @Uncertain(.triangular(0.10, 0.25, 0.50), "share of mails that no longer need a person",
        source: .assumption("an example"))
      var resolved: Double

      // A price carries its currency and its unit in its type.
      @Uncertain(.uniform(0.5, 1.5), "cost of a mail answered by a person", source: .assumption("an example"))
      var costOfMail: Price<USDollar, PerConversation>

      // Decisions: --set scaling=hourly.
      @Choice("how the fleet follows the load")
      var scaling: Scaling = .aroundTheClock

      // Evaluated once per replication, with the values of that replication.
      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 5)
        Books(in: .usd, discounting: 0.10)

        Load("mail") {
          Requests(perDay: mailsPerDay, dayToDay: 0.2)
          Adoption(.exponential(growth: 0.25))
        }
        Fleet("GPUs", serves: "mail") {
          // Seconds for which a mail occupies a GPU, and how long mails may wait.
          CapacityCurve.oneAtATime(
            ServiceTime(.lognormal(mean: 6, deviation: 4)), within: ServiceLevel(.wait, p95: .seconds(30)))
          scaling
          Rent(USD(2.5) / .gpuHour, falling: priceFall)
        }

        Investment("integration", USD(400_000))
        Cost("team", USD(600_000) / .year, growing: 0.04)
        Benefit.labourSaved(
          "mails that no person answers", conversations: { $0.served("mail") }, resolved: resolved, cost: costOfMail,
          becomingCash: 0.5)

        // Your own measure: a column in replications.csv.
        Measure("cash_after_two_years", unit: "USD") { $0.cumulativeCash[23] }
      }

      // Texts in Chinese, for payoff report --language zh. Texts without an entry stay English.
      static let chinese: Translation = [
        question: "用模型回复邮件，何时能够实现盈利？",
        "fall of the GPU price": "GPU 价格年降幅", "mails at the start": "期初邮件量", "an example": "示例",
        "integration": "系统集成", "team": "团队", "cash_after_two_years": "两年后的累计现金流",
      ]
    }

    """
  }

  /// The experiment with a process model that `payoff new --process` writes.
  package static func processText(named name: String) -> String {
    """
    import Payoff

    /// A support line with two kinds of callers and two shifts. All figures are examples: replace them with yours.
    @main
    struct \(name): Experiment {
      static let question = "How long do callers wait, and how many hang up, with more agents on the day shift?"

      @Uncertain(.between(50, 70), "calls in an hour of the day", unit: "calls/hour", source: .assumption("an example"))
      var callsPerHour: Double

      @Uncertain(.uniform(0.1, 0.3), "share of calls that are urgent", in: 0...1, source: .assumption("an example"))
      var urgent: Double

      @Uncertain(.between(4, 6), "minutes that an agent spends on a call", unit: "minutes", source: .assumption("an example"))
      var handling: Double

      @Uncertain(.between(3, 10), "minutes after which a caller hangs up", unit: "minutes", source: .assumption("an example"))
      var patience: Double

      @Choice("agents on the day shift")
      var day: Day = .six

      enum Day: String, CaseIterable {
        case five, six, seven

        var agents: Int {
          switch self {
          case .five: 5
          case .six: 6
          case .seven: 7
          }
        }
      }

      /// The model: what happens to a call, block by block. Time is in minutes.
      func line(_ agents: Resource, urgent: Double, calls: (_ share: Double) -> RateProfile) -> ProcessModel {
        // Urgent calls are answered first, whoever waits.
        let kinds = [("urgent", 1, urgent), ("other", 0, 1 - urgent)]
        return ProcessModel {
          for (kind, priority, share) in kinds where share > 0 {
            Flow(kind, priority: priority) {
              Arrive(rate: calls(share))
              Seize(agents, patience: .exponential(mean: patience)) {
                Count("hung up")
                Leave()
              }
              Delay(.exponential(mean: handling))
              Release(agents)
            }
          }
        }
      }

      var scenario: Scenario {
        // Shifts: two agents by night, and the day shift from 8 to 20 o'clock, every day.
        let agents = Resource("agents", capacity: .schedule([0: 2, 480: day.agents, 1200: 2], every: 1440))
        let busy = callsPerHour / 60
        let model = line(agents, urgent: urgent) { share in
          .rates([0: share * busy / 5, 480: share * busy, 1200: share * busy / 5], every: 1440)
        }
        // Ten days, after one that is left out.
        Trial { streams in
          let results = try model.run(streams, until: 11 * 1440, warmUp: 1440)
          let desk = results[agents]
          // Everybody who asked for an agent: those who spoke to one, and those who hung up.
          let callers = Double(desk.waitOfAll.count)
          return [
            .init("hung_up", Double(results.count("hung up")) / callers, meaning: "share of all callers"),
            .init(
              "wait_all", desk.waitOfAll.mean, unit: "minutes", meaning: "mean of all callers, until they are answered or hang up"),
            .init("wait_answered", desk.wait.mean, unit: "minutes", meaning: "mean of the callers who are answered"),
            .init("wait_p95", desk.wait.percentile(95), unit: "minutes", meaning: "of the callers who are answered"),
            .init("utilisation", desk.utilisation, meaning: "share of the agents' time spent on calls"),
          ]
        }

        // The same model where a formula knows the answer: one shift, one rate, no priorities. Erlang A must hold.
        let steady = Resource("agents of one shift", capacity: Capacity(day.agents))
        let simple = line(steady, urgent: 0) { share in .constant(share * busy) }
        let theory = ErlangA(
          arrivalRate: busy, serviceRate: 1 / handling, abandonmentRate: 1 / patience, servers: day.agents)
        Trial { streams in
          let results = try simple.run(streams, until: 30_000, warmUp: 500)
          let wait = results[steady].waitOfAll.mean ?? 0
          return [
            .init("wait_over_erlang_a", wait / theory.meanWait, meaning: "mean wait of all callers, over that of the formula")
              .compared(with: 1, "wait of all callers over Erlang A", "30,000 minutes: some per cent of chance in each replication")
          ]
        }
      }

      static let chinese: Translation = [
        question: "增加白班坐席后，来电等待多久？有多少来电中途挂断？",
        "calls in an hour of the day": "白天每小时来电数", "share of calls that are urgent": "紧急来电占比",
        "minutes that an agent spends on a call": "坐席处理一通来电的分钟数",
        "minutes after which a caller hangs up": "来电者挂断前愿意等待的分钟数",
        "agents on the day shift": "白班坐席数", "an example": "示例",
        "five": "5 人", "six": "6 人", "seven": "7 人",
        "hung_up": "挂断率", "wait_all": "全部来电平均等待", "wait_answered": "接通来电平均等待",
        "wait_p95": "接通来电等待的 95% 分位", "utilisation": "坐席利用率", "wait_over_erlang_a": "等待与 Erlang A 之比",
        "share of all callers": "占全部来电", "mean of all callers, until they are answered or hang up": "全部来电至接通或挂断",
        "mean of the callers who are answered": "接通的来电", "of the callers who are answered": "接通的来电",
        "share of the agents' time spent on calls": "坐席用于通话的时间占比",
        "mean wait of all callers, over that of the formula": "全部来电平均等待与公式值之比",
        "wait of all callers over Erlang A": "全部来电平均等待与 Erlang A 之比",
        "30,000 minutes: some per cent of chance in each replication": "30 000 分钟，每次模拟有百分之几的随机误差",
      ]
    }

    """
  }
}
