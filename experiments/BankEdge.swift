import Payoff

/// A bank moves its assistant from servers in the centre to small devices in its branches, with a compressed model.
@main
struct BankEdge: Experiment {
  static let question = "Does a compressed model on devices in its branches pay off for a bank, and when?"

  @Uncertain(
    .between(20e6, 80e6), "servers in the centre that would be due",
    source: .assumption("a thousand branches, 40 000 each"))
  var servers: CNY

  @Uncertain(
    .uniform(0.2, 0.5), stated: 0.3, "cost of the devices as a share of the servers'",
    source: .fact("F6", "hardware cost −70 %"))
  var deviceShare: Double

  @Uncertain(3, "seconds to an answer from the centre", unit: "s", source: .fact("F6"))
  var secondsBefore: Double

  @Uncertain(.uniform(0.3, 0.8), stated: 0.5, "seconds to an answer from a device", unit: "s", source: .fact("F6"))
  var secondsAfter: Double

  @Uncertain(.between(2e5, 1e6), "questions of clerks", unit: "requests/day", source: .assumption("10 000 clerks"))
  var questions: Double

  @Uncertain(80, "hour of a clerk", source: .assumption("15 000 CNY a month with all that comes to it"))
  var hourOfClerk: Price<Renminbi, PerPersonHour>

  @Uncertain(
    .uniform(0, 0.4), stated: 0, "share of the seconds saved that becomes cash",
    source: .assumption("a few seconds between two customers are hardly ever used"))
  var cashShare: Double

  @Uncertain(12, "engineers who compress the model", unit: "people", source: .fact("F5", "40 % of a team of 30"))
  var engineers: Double

  @Uncertain(.constant(50e6 / 30), "an engineer", source: .fact("F5", "50 M a year for 30"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .uniform(4, 14), stated: 6, "months that they take", unit: "months", source: .assumption("half a year, or twice"))
  var months: Double

  @Uncertain(
    .triangular(0, 0.005, 0.03), stated: 0, "answers that become wrong, as a share",
    source: .assumption("F6 says nothing of accuracy; F15 keeps at least 95 % of it"))
  var errors: Double

  @Uncertain(.between(0.5, 5), "what a wrong answer costs", source: .assumption("most are noticed and asked again"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(
    .uniform(0.04, 0.10), "upkeep of devices over that of servers, a year, as a share of their price",
    source: .assumption("a thousand places instead of one"))
  var upkeep: Rate<PerYear>

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 5)
    Books(in: .cny, discounting: 0.10)
    let start = Int(months.rounded(.up))
    Load("questions") { Requests(perDay: questions) }

    // Both are leased for five years from the month in which the model is ready.
    let lease = Annuity(at: 0.10.perYear.monthly, payments: 60)
    let isReady = { (month: MonthOfOperation) in Quantity<PerMonth>(month.index < start ? 0 : 1) }
    let devices = deviceShare * servers.amount
    Avoided(Metered("servers", CNY(lease.payment(for: servers.amount)) / .month, quantity: isReady))
    Metered("devices", CNY(lease.payment(for: devices)) / .month, quantity: isReady)
    Metered("upkeep of devices", CNY(upkeep.fraction / 12 * devices) / .month, quantity: isReady)
    Staff("engineers", Int(engineers), pay, until: start)
    Benefit("seconds of clerks") { month in
      hourOfClerk.times(
        month.requests("questions") * (secondsBefore - secondsAfter) / 3600 * cashShare)
    }.ramping(.immediate(from: Double(start)))
    Metered("wrong answers", costOfError) { month in
      Quantity(month.index < start ? 0 : month.requests("questions") * errors)
    }

    Measure("saved_on_hardware", unit: "CNY") { _ in (1 - deviceShare) * servers.amount }
    Measure("compressing", unit: "CNY") { $0.cost("engineers").reduce(0, +) }
    Check("how many times cheaper", byHand: 1 / 0.3, "hardware cost −70 %.", of: "F6") {
      $0.benefit("servers")[start] / $0.cost("devices")[start]
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    Devices save \(findings["saved_on_hardware"]) of servers, and compressing the model costs \
    \(findings["compressing"]) of engineers, which F6 does not count: it pays in \
    \(findings.percent(findings["npv"].shareAboveZero)) of the futures.
    """
  }
}
