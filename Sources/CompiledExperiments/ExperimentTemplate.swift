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
}
