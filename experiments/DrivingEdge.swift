import Payoff

/// Cars compute at the edge what they sent to the cloud: less data, less energy, and a computer more in each.
@main
struct DrivingEdge: Experiment {
  static let question = "When is a computer in the car paid back by the data and the energy that it saves?"

  @Uncertain(.between(20_000, 200_000), "cars", unit: "cars", source: .assumption("a maker's fleet that drives itself"))
  var cars: Double

  @Uncertain(5, "energy with the cloud", unit: "kWh/car-day", source: .fact("F7"))
  var energyBefore: Double

  @Uncertain(0.8, "energy at the edge", unit: "kWh/car-day", source: .fact("F7"))
  var energyAfter: Double

  @Uncertain(0.9, "share of the data that stays in the car", source: .fact("F7", "data to the cloud −90 %"))
  var dataSaved: Double

  @Uncertain(
    .between(0.3, 3), stated: 1, "data of a car to the cloud", unit: "GB/car-day",
    source: .assumption("clips of what was hard, and no raw streams"))
  var data: Double

  @Uncertain(
    .between(0.2, 1), "a gigabyte over the air", source: .assumption("contracts of machines, some yuan for 5 GB"))
  var gigabyte: Price<Renminbi, PerGigabyte>

  @Uncertain(
    .uniform(0.05, 0.25), stated: 0, "fall of the price of a gigabyte", source: .assumption("networks get cheaper"))
  var gigabyteFall: Rate<PerYear>

  @Uncertain(.uniform(0.5, 1.2), "a kilowatt-hour", source: .assumption("at home by night, to fast by day"))
  var electricity: Price<Renminbi, PerKilowattHour>

  @Uncertain(
    .between(800, 4000), stated: 2000, "computer in a car", unit: "CNY/car", source: .assumption("a chip and its place")
  )
  var computer: Double

  @Uncertain(.uniform(0.01, 0.05), stated: 0, "computers that fail", source: .assumption("heat and shaking"))
  var failing: Rate<PerYear>

  @Uncertain(
    .uniform(0.7, 1), stated: 1, "share of the days on which a car drives", source: .assumption("weekends, repairs"))
  var driven: Double

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 6)
    Books(in: .cny, discounting: 0.08)
    // A request is a day of a car on the road.
    Load("car-days") { Requests(perDay: cars * driven) }
    let network = PriceIndex("network", .falling(gigabyteFall))
    Avoided(Metered("data", gigabyte, along: network) { Quantity(data * dataSaved * $0.requests("car-days")) })
    Avoided(
      Metered("energy", electricity) { Quantity((energyBefore - energyAfter) * $0.requests("car-days")) })
    Investment("computers", CNY(computer * cars))
    Cost("computers that fail", CNY(failing.fraction * computer * cars) / .year)

    Measure("saved_in_year_1", unit: "CNY/car") { $0.cash.net[..<12].reduce(0, +) / cars }
    Check("energy saved", byHand: 0.84, "5 kWh become 0.8.", of: "F7") { forecast in
      forecast.benefit("energy")[0] / (electricity.amount * energyBefore * forecast.requests("car-days")[0])
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    A computer saves \(findings["saved_in_year_1"]) in its first year, and is paid back by \
    \(findings["payback_month"]); within six years it is not in \
    \(findings.percent(findings["payback_month"].shareWithout)) of the futures.
    """
  }
}
