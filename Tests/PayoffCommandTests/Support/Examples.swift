/// Experiment files that the tests run.
enum Examples {
  /// A forecast of a year with inputs, a choice, a setting, a check, a measure that is sometimes empty, and names and
  /// texts with commas, quotes and letters beyond ASCII.
  static let desk = #"""
    import Payoff

    @main
    struct Desk: Experiment {
      static let question = "Does a desk that answers letters pay off?"

      @Uncertain(.uniform(0.30, 0.50), "fall of the rent, as a \"share\"", unit: .perYear, source: .assumption("a guess, no more"))
      var priceFall: Double

      @Uncertain(.between(500, 2000), "letters of a day", unit: "requests/day", source: .measured("the \"big\" count, Zürich"))
      var letters: Double

      @Uncertain(.uniform(0.0, 1.0), "share of letters that nobody has to answer", source: .assumption("a guess"))
      var answered: Double

      @Uncertain(3, "a letter answered by a person", source: .fact("F5"))
      var costOfLetter: Price<USDollar, PerConversation>

      @Choice("how the fleet follows the load")
      var scaling: Scaling = .aroundTheClock

      @Setting("a text that changes nothing")
      var label = "none"

      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.10)
        Load("letters") {
          Requests(perDay: letters, dayToDay: 0.2)
          Adoption(.exponential(growth: 0.10))
        }
        Fleet("GPUs", serves: "letters") {
          CapacityCurve.oneAtATime(
            ServiceTime(.lognormal(mean: 60, deviation: 40)), within: ServiceLevel(.wait, p95: .seconds(30)))
          scaling
          Rent(USD(2.5) / .gpuHour, falling: priceFall)
        }
        Investment("set-up", USD(10_000))
        Cost("team", USD(200_000) / .year)
        Benefit.labourSaved(
          "letters that nobody answers", conversations: { $0.requests("letters") }, resolved: answered,
          cost: costOfLetter, becomingCash: 0.5)
        Measure("best, \"last\" share", unit: "1") { _ in answered > 0.9 ? nil : answered }
        Check("GPUs, by hand", unit: "GPUs", byHand: 2, "a figure, with a comma") { $0.fleet("GPUs").gpus[0] }
      }
    }

    """#

  /// A stake whose payoff is the sum of two normal inputs, taken at three sizes: everything about it is known in closed
  /// form. Its mean is 1 and its deviation 3, of which `market` has 2 and `luck` the rest; `late` is empty where it fails.
  static let stake = """
    import Payoff

    enum Size: String, CaseIterable { case small, whole, double }

    @main
    struct Stake: Experiment {
      static let question = "Is the stake worth it?"

      @Uncertain(.normal(mean: 1, deviation: 2), "the market", source: .assumption("an example"))
      var market: Double

      @Uncertain(.normal(mean: 0, deviation: 2.23606797749979), "luck that could be studied", source: .assumption("an example"))
      var luck: Double

      @Uncertain(.uniform(0, 1), "nothing to do with it", source: .assumption("an example"))
      var idle: Double

      @Uncertain(1, "how much is staked", source: .assumption("an example"))
      var scale: Double

      @Choice("how large a stake")
      var size: Size = .whole

      var scenario: Scenario {
        let factor = scale * (size == .small ? 0.5 : size == .whole ? 1 : 2)
        let payoff = factor * (market + luck)
        Trial { streams in
          [
            .init("npv", payoff, unit: "USD"), .init("late", payoff > 0 ? payoff : nil, unit: "month", absence: .laterThanAny),
            .init("noise", payoff + streams.stream("noise").uniform()),
          ]
        }
      }
    }

    """

  /// What opens in a share `reach` of the replications, in months that are even from 0 to 20, and never in the others: its
  /// quantile p is 20 p / reach where p is below the share, and never above.
  static let opening = """
    import Payoff

    @main
    struct Opening: Experiment {
      static let question = "When does it open?"

      @Uncertain(.uniform(0, 1), "what nobody knows", source: .assumption("an example"))
      var luck: Double

      @Uncertain(0.7, "share of the futures in which it opens", source: .assumption("an example"))
      var reach: Double

      var scenario: Scenario {
        let (luck, reach) = (luck, reach)
        Trial { _ in
          [
            .init("npv", reach - luck, unit: "USD"),
            .init("opens", luck <= reach ? 20 * luck / reach : nil, unit: "month", absence: .laterThanAny),
          ]
        }
      }
    }

    """

  /// A trial of three even inputs and a count, with outcomes that step, and with values that are missing in each sense.
  static let steps = """
    import Payoff

    @main
    struct Steps: Experiment {
      static let question = "What happens at the edges?"

      @Uncertain(.uniform(0, 1), "the first", source: .assumption("an example")) var a: Double
      @Uncertain(.uniform(0, 1), "the second", source: .assumption("an example")) var b: Double
      @Uncertain(.uniform(0, 1), "the third", source: .assumption("an example")) var c: Double
      @Uncertain(.poisson(mean: 3), "a count", source: .assumption("an example")) var k: Double

      enum Option: String, CaseIterable { case x, y }
      @Choice("an option") var option: Option = .x

      var scenario: Scenario {
        let (a, b, c, k, option) = (a, b, c, k, option)
        Trial { _ in
          let late: Double? = a < 0.3 ? 10 * a + (option == .y ? 1 : 0) : nil
          return [
            .init("late", late, unit: "months", absence: .laterThanAny), .init("unknown", late),
            .init("never", nil, absence: .doesNotExist), .init("later", nil, absence: .laterThanAny),
            .init("count", k), .init("sum", a + b / 2), .init("rare", a >= 0.98 ? 1 : 0), .init("nothing", 1 + 0 * c),
          ]
        }
      }
    }

    """

  /// A forecast that rests on figures of every kind: of the case, agreeing and not, old and new, assumed, and looked up;
  /// its worth hangs on one of them. Beginning can wait, for a price that is seen.
  static let audited = """
    import Payoff

    @main
    struct Audited: Experiment {
      static let question = "What does it rest on?"

      @Uncertain(.uniform(0, 100), stated: 40, "decides everything", source: .fact("F3", "one of two readings"))
      var decisive: Double

      @Uncertain(.uniform(0, 1), "decides nothing", source: .assumption("a guess"))
      var idle: Double

      @Uncertain(.uniform(1, 2), "from long ago", source: .study("a paper", date: "2019-03"))
      var old: Double

      @Uncertain(3, "from last year", source: .measured("our own count", date: "2025-11"))
      var new: Double

      @Timing("when it begins", every: 6, through: 6)
      var start: Int? = 0

      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.10)
        TerminalValue.nothing("the machine is of no use after the year")
        let price = PriceIndex("price", .wandering(0.8))
        price
        let begins = start
        Benefit("sales") { month in USD(begins.map { month.index >= $0 ? 10 : 0 } ?? 0) + 0.001 * USD(decisive + old * new) }
        Metered("machine", USD(60) / .gpu, along: price) { Quantity($0.index == begins ? 1 : 0) }
        Energy("power", ElectricityPrice.texas.value, effectiveness: 1) { _ in Quantity(0) }
        Measure("decided", unit: "USD") { _ in decisive }
        Indicator("price", unit: "1") { $0.price("price") }
        Check("a claim that holds", unit: "USD", byHand: 40, "as stated", of: "F3") { _ in decisive }
        Check("a claim that does not", unit: "USD", byHand: 400, "of nothing", claimed: 300...500, of: "F4") { _ in decisive }
        Check("no claim of the case", unit: "USD", byHand: 40, "by hand") { _ in decisive }
      }
    }

    """

  /// A trial whose measure is the value of its input, as fast as a replication can be.
  static func trial(named name: String = "Coin", _ body: String = #"[.init("result", value)]"#) -> String {
    """
    import Payoff

    @main
    struct \(name): Experiment {
      static let question = "What comes of it?"

      @Uncertain(.uniform(0, 1), "a number", source: .assumption("an example"))
      var value: Double

      var scenario: Scenario {
        let value = value
        Trial { streams in
          _ = (value, streams)
          return \(body)
        }
      }
    }

    """
  }

  /// A trial that takes its time, so that a long run fills neither the disk nor the processor until it is stopped.
  static let unhurriedTrial = "import Glibc\n" + trial(#"(usleep(1000), [Trial.Outcome("result", value)]).1"#)

  /// An experiment of one forecast in which each mistake can be made, one at a time: `--set fault=NAME`.
  static let faults = """
    import Payoff

    @main
    struct Faults: Experiment {
      static let question = "What is refused?"

      @Setting("the mistake to make")
      var fault = "none"

      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        if fault == "rate" {
          Books(in: .usd, discounting: -3)  // rate
        } else {
          Books(in: .usd, discounting: 0.1)
        }
        Load("mail") { Requests(perDay: 1000) }
        if fault == "two loads" {
          Load("mail") { Requests(perDay: 1000) }
        }
        if fault == "distribution" {
          Cost("lottery", USD(Distribution.uniform(0.5, 0.3).mean) / .year)  // distribution
        }
        Fleet("GPUs", serves: fault == "load of a fleet" ? "mial" : "mail") {
          CapacityCurve.oneAtATime(
            ServiceTime(.lognormal(mean: 6, deviation: 4)), within: ServiceLevel(.wait, p95: .seconds(30)))
          Scaling.aroundTheClock
          Rent(USD(fault == "price" ? -2.5 : 2.5) / .gpuHour, falling: 0.3)  // price
        }
        if fault == "currency" {
          Cost("team", CNY(1e6) / .year)
        }
        if fault == "delivery" {
          OwnedHardware("H100s", 8, USD(30_000) / .gpu, deliveredAfter: .uniform(18, 24), life: 12, losingValue: 0.3.perYear)
        }
        if fault == "depreciation" {
          OwnedHardware("H100s", 8, USD(30_000) / .gpu, life: 60, losingValue: 0.3.perYear)
        }
        if fault == "data" {
          DataCorpus("corpus", Quantity<PerRecord>(10), buying: USD(1) / .record, depreciatedOver: 36)
        }
        if fault == "retention" {
          Benefit.retention(
            "players", of: CustomerCohorts(existing: 10, joining: Array(repeating: 1, count: 12), retention: .churning(0.1.perMonth)),
            uplift: .points(0.18), margin: USD(1) / .customerMonth)
        }
        if fault == "loan" {
          Cost("interest", USD(Loan(USD(1e6), at: 0.01.perMonth, payments: 0).payment.amount) / .month)
        }
        if fault == "adoption" {
          Load("letters") {
            Requests(perDay: 10)
            Adoption(.launches([AdoptionWave(at: 0, share: 0.7, .bass(innovation: 0.1, imitation: 0.4)), AdoptionWave(at: 1, share: 0.6, .bass(innovation: 0.1, imitation: 0.4))]))
          }
        }
        if fault == "two costs" {
          Cost("set-up", USD(1) / .year)
          Investment("set-up", USD(1))
        }
        if fault == "two benefits" {
          Benefit("answers") { _ in USD(1) }
        }
        if fault == "counted twice" {
          Benefit("hours of agents", drawsOn: "agents' hours") { _ in USD(1) }
          Benefit("fewer agents", drawsOn: "agents' hours") { _ in USD(1) }
        }
        if fault == "supply" {
          Staff("engineers", 2, USD(100_000) / .year)
          Benefit("claims") { _ in USD(1) }.ramping(.immediate(), onceThere: "enginers")
        }
        if fault == "tokens" {
          TokenCalls("calls", of: "mail", input: USD(1) / .millionTokens, output: USD(1) / .millionTokens)
        }
        if fault == "claim" {
          Check("a figure", byHand: 1, "of nobody", of: "F99") { _ in 1 }
        }
        Benefit.labourSaved(
          "answers", conversations: { $0.requests(fault == "load of a benefit" ? "mial" : "mail") },
          resolved: fault == "share" ? 1.5 : 0.5,
          cost: USD(2) / .conversation, becomingCash: 0.5)
        if fault == "fleet of a measure" {
          Measure("gpus", unit: "GPUs") { $0.fleet("GPU").gpus[0] }
        }
        if fault == "two measures" {
          Measure("npv", unit: "USD") { $0.cumulativeCash[0] }
        }
        if fault == "index" {
          Measure("cash_after_two_years", unit: "USD") { $0.cumulativeCash[23] }
        }
      }
    }

    """
}
