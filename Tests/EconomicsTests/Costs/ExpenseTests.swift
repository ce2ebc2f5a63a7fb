import Demand
import Economics
import Foundation
import Randomness
import Testing

@Suite struct ExpenseTests {
  private let horizon = Horizon(from: .month(2026, 1), years: 5)
  private let streams = Streams(seed: 4, replication: 2)

  private func month(_ index: Int, requests: Double = 1e6) -> MonthOfOperation {
    MonthOfOperation(
      index: index, loads: ["chat": .init(requests: requests, requestsAtStart: 1e6)],
      usages: [
        .init("A800s", Quantity<GPUHour>(7440)), .init("chat", Quantity<PerToken>(3e9)),
        .init("answers", Quantity<PerToken>(1e9)),
      ])
  }

  private func entries(_ expense: any Expense, requests: Double = 1e6) -> [ExpenseEntry] {
    let realised = expense.realised(by: streams, over: horizon)
    return (0..<horizon.months).map { realised.entry(in: month($0, requests: requests)) }
  }

  @Test func `calls at 0.10 are paid back by a model of one's own from fixed cost over 0.08 on`() {
    // F11: 0.10 a call by API, 0.02 self-hosted.
    let calls = Metered("calls", CNY(0.10) / .call) { Quantity($0.requests("chat")) }
    let own = Metered("own", CNY(0.02) / .call) { Quantity($0.requests("chat")) }
    let fixed = 160_000.0
    let choice = MakeOrBuy(fixed: CNY(fixed) / .month, making: CNY(0.02) / .call, buying: CNY(0.10) / .call)
    let volume = choice.breakEvenVolume ?? .nan
    #expect(near(volume, 2e6))
    let difference = entries(calls, requests: volume)[7].cash - entries(own, requests: volume)[7].cash
    #expect(near(difference, fixed, within: 1e-6))
  }

  @Test func `a million tokens cost what the price list says, cached input and batches less`() {
    func cost(cachedShare: Double = 0, discount: Double = 0) -> Double {
      entries(
        TokenCalls(
          "answers", input: USD(1.25) / .millionTokens, output: USD(10) / .millionTokens,
          cachedInput: USD(0.125) / .millionTokens, cachedShare: cachedShare, discount: discount,
          tokensIn: { $0.used("chat", .token) }, tokensOut: { $0.used("answers", .token) }))[0].cash
    }
    #expect(near(cost(), 3000 * 1.25 + 1000 * 10, within: 1e-6))
    #expect(near(cost(cachedShare: 0.4), 3000 * (0.6 * 1.25 + 0.4 * 0.125) + 1000 * 10, within: 1e-6))
    #expect(near(cost(discount: 0.5), cost() / 2, within: 1e-6))
    #expect(near((USD(10) / .millionTokens).perToken.times(2e6).amount, 20))
  }

  @Test(
    arguments: [
      (0.0, 0.0), (6000, 6000), (10_000, 10_000), (40_000, 37_000), (100_000, 91_000), (150_000, 128_500),
    ] as [(Double, Double)])
  func `the part of a bill above an amount has its own discount`(_ bill: Double, _ paid: Double) {
    let discounts = VolumeDiscounts((USD(10_000) / .month, 0.1), (USD(100_000) / .month, 0.25))
    let cost = entries(
      TokenCalls(
        "answers", input: USD(2) / .millionTokens, output: USD(10) / .millionTokens, discount: 0.5,
        volumeDiscounts: discounts, tokensIn: { _ in Quantity(0.4e6 * bill) },
        tokensOut: { _ in Quantity(0.12e6 * bill) }
      ))[0].cash
    #expect(near(cost, paid, within: 1e-6))
  }

  @Test func `a discount on large bills is of the prices of the month`() {
    let index = PriceIndex("API", .falling(0.5.perYear))
    let cost = entries(
      TokenCalls(
        "answers", input: USD(1) / .millionTokens, output: USD(0) / .millionTokens, along: index,
        volumeDiscounts: VolumeDiscounts((USD(100) / .month, 0.5)), tokensIn: { _ in Quantity(300e6) },
        tokensOut: { _ in Quantity(0) }))
    for (month, entry) in cost.enumerated() {
      let bill = 300 * pow(0.5, Double(month) / 12)
      #expect(near(entry.cash, bill > 100 ? 100 + (bill - 100) / 2 : bill, within: 1e-6))
    }
  }

  @Test func `discounts on large bills that cannot be are refused`() {
    #expect(refusal { _ = VolumeDiscounts((USD(10) / .month, 1.1)) }?.contains("a share lies between 0 and 1") == true)
    for second in [10.0, 5, .nan] {
      let text = refusal { _ = VolumeDiscounts((USD(10) / .month, 0.1), (USD(second) / .month, 0.2)) }
      #expect(text?.contains("each is more than the one before") == true)
    }
  }

  @Test func `prices along one index move together in a month, whatever they are for`() {
    let index = PriceIndex("interfaces", .falling(0.5.perYear), .wandering(0.4))
    let calls = entries(Metered("calls", USD(1) / .call, along: index) { Quantity($0.requests("chat")) })
    let tokens = entries(
      TokenCalls(
        "tokens", input: USD(1) / .millionTokens, output: USD(0) / .millionTokens, along: index,
        tokensIn: { $0.used("chat", .token) }, tokensOut: { $0.used("answers", .token) }))
    for (call, token) in zip(calls, tokens) { #expect(near(call.cash / token.cash, 1e6 / 3000, within: 1e-6)) }
    #expect(calls[59].cash != calls[0].cash)
  }

  @Test func `what is used is asked for by name and unit, and a wrong one is refused with the right one`() {
    #expect(month(0).used("A800s", .gpuHour) == Quantity<GPUHour>(7440))
    #expect((refusal { _ = month(0).used("A80s", .gpuHour) } ?? "").contains("did you mean \"A800s\"?"))
    #expect((refusal { _ = month(0).used("A800s", .kilowattHour) } ?? "").contains("uses no kWh, but GPU-hour"))
  }

  @Test func `a reserved term keeps the price of its first month, used or not`() {
    let index = PriceIndex("hardware", .falling(0.4.perYear))
    let reserved = entries(
      ReservedGPUs("base", 10, USD(3) / .gpuHour, discount: 0.35, months: 12, from: 6, along: index))
    #expect(reserved[5].cash == 0)
    let first = 0.65 * 3 * pow(0.6, 0.5)
    #expect(near(reserved[6].cash, first * 10 * 24 * 31, within: 1e-6))  // July
    #expect(near(reserved[17].cash, first * 10 * 24 * 30, within: 1e-6))  // June
    #expect(near(reserved[18].cash, 0.6 * first * 10 * 24 * 31, within: 1e-6))
    // Upfront: the same money in the first month of each term.
    let upfront = entries(
      ReservedGPUs("base", 10, USD(3) / .gpuHour, discount: 0.35, months: 12, from: 6, upfront: 1, along: index))
    #expect(near(upfront[6].cash, reserved[6..<18].reduce(0) { $0 + $1.cash }, within: 1e-6))
    #expect(upfront[7].cash == 0)
    let once = entries(ReservedGPUs("base", 10, USD(3) / .gpuHour, discount: 0.35, months: 12, renewed: false))
    #expect(once[11].cash > 0 && once[12].cash == 0)
    let ended = entries(ReservedGPUs("base", 10, USD(3) / .gpuHour, discount: 0.35, months: 12, until: 15))
    #expect(ended[14].cash > 0 && ended[15...].allSatisfy { $0.cash == 0 })
  }

  @Test func `what a year's contract saves of each GPU's market price is a discount that experiments draw`() {
    let discount = CloudDiscount.reservedForAYear.value
    for (demand, reserved) in [
      (MarketPrice.h100OnDemand, MarketPrice.h100Reserved1Year), (.a100OnDemand, .a100Reserved1Year),
      (.h200OnDemand, .h200Reserved1Year), (.b200OnDemand, .b200Reserved1Year), (.l40sOnDemand, .l40sReserved1Year),
    ] {
      let saved = 1 - reserved.median / demand.median
      #expect(discount.quantile(0) <= saved + 1e-9 && saved <= discount.quantile(1) + 1e-9, "\(demand.name): \(saved)")
    }
  }

  @Test func `hardware is paid at order and delivery, charged over its life, and sold at its market value`() {
    let hardware = OwnedHardware(
      "H100s", 64, USD(30_000) / .gpu, orderedIn: 3, deposit: 0.3, deliveredAfter: 4.5, life: 48, salvage: 0.1,
      losingValue: 0.35.perYear, disposal: USD(50) / .gpu, maintenance: 0.06.perYear)
    let total = 64 * 30_000.0
    let entries = entries(hardware)
    #expect(hardware.deliveryMonth(by: streams) == 8)
    #expect(near(entries[3].capital, 0.3 * total) && near(entries[8].capital, 0.7 * total))
    #expect(near(entries.reduce(0) { $0 + $1.capital }, total))
    #expect(near(entries.reduce(0) { $0 + $1.depreciation }, 0.9 * total, within: 1e-6))
    #expect(entries[7].running == 0 && near(entries[8].running, 0.005 * total, within: 1e-6))
    // In use from month 8 to 55.
    let sale = entries[55]
    #expect(near(sale.bookValueSold, 0.1 * total, within: 1e-6))
    #expect(near(sale.proceeds, total * pow(0.65, 4) - 3200, within: 1e-6))
    #expect(entries[56].cash == 0 && entries[56].depreciation == 0)
    let atStart = OwnedHardware("H100s", 64, USD(30_000) / .gpu, life: 48, losingValue: 0.35.perYear)
      .realised(by: streams, over: horizon)
    #expect(atStart.atStart.capital == total && atStart.entry(in: month(0)).capital == 0)
  }

  @Test func `hardware that outlives the horizon is sold at its end, at what is then left of it`() {
    let entries = entries(
      OwnedHardware("H100s", 1, USD(1000) / .gpu, orderedIn: 24, life: 60, losingValue: 0.2.perYear))
    #expect(near(entries[59].proceeds, 1000 * pow(0.8, 3)))
    #expect(near(entries[59].bookValueSold, 1000 * 24.0 / 60))
    let charged = entries.reduce(0) { $0 + $1.depreciation }
    #expect(near(charged + entries[59].bookValueSold, 1000))
  }

  @Test func `a delivery takes as long as it was said to, drawn by the name of what is delivered`() {
    let months = (0..<2000).map { replication in
      OwnedHardware(
        "H100s", 1, USD(1) / .gpu, deliveredAfter: .uniform(2, 6), life: 12, losingValue: 0.perYear
      ).deliveryMonth(by: Streams(seed: 5, replication: replication))
    }
    // Rounded up to the months 3 to 6, each as likely.
    let moments = Moments(months.map(Double.init))
    #expect(moments.agrees(mean: 4.5) && moments.agrees(variance: 1.25))
    #expect(Set(months) == [3, 4, 5, 6])
    // What may come in time and does not leaves its deposit spent; what cannot come in time is refused.
    func late(_ delivery: Distribution) -> OwnedHardware {
      OwnedHardware(
        "H100s", 1, USD(100) / .gpu, orderedIn: 58, deposit: 0.3, deliveredAfter: delivery, life: 12,
        losingValue: 0.perYear)
    }
    #expect(near(entries(late(.mixture([(1e-9, 1), (1, 6)]))).reduce(0) { $0 + $1.cash }, 30))
    #expect(
      (refusal { _ = entries(late(6)) } ?? "").contains(
        "nothing of an order in month 58 can come within the 60 months of the horizon"))
    let long = OwnedHardware("H100s", 1, USD(100) / .gpu, life: 72, losingValue: 0.perYear)
    #expect((refusal { _ = entries(long) } ?? "").contains("a horizon of 72 months or more, or a shorter life"))
  }

  @Test func `a car uses 5 kWh a day with the cloud and 0.8 at the edge, and the building its share on top`() {
    // F7; the energy falls by 84 %.
    func power(_ perCarDay: Double) -> Double {
      entries(
        Energy("power", ElectricityPrice.virginia.value, effectiveness: 1.3) {
          Quantity($0.requests("chat") * perCarDay)
        })[0].cash
    }
    #expect(near(power(5), 1e6 * 5 * 1.3 * 0.0892, within: 1e-6))
    #expect(near(power(0.8) / power(5), 1 - 0.84))
    let draw = PowerDraw(idle: 100, busy: 400)
    #expect(near(draw.energy(of: Quantity(1000), busy: 0.5).amount, 250))
    #expect(ElectricityPrice.texas.value < ElectricityPrice.california.value)
    #expect("\(ElectricityPrice.texas.value)" == "0.066 USD/kWh")
    #expect(PowerUsageEffectiveness.average.value > PowerUsageEffectiveness.newAndLarge.value)
  }

  @Test func `the training run of the article costs 1 843 200 USD`() {
    // F1: 256 GPUs for 720 hours at 10.
    let run = TrainingRun("base model", gpus: 256, hours: 720, USD(10) / .gpuHour)
    #expect(run.gpuHours == Quantity(184_320))
    let entries = entries(run)
    #expect(near(entries[0].cash, 1_843_200) && entries[1].cash == 0)
    // Longer than a month, it goes on in the next; twice a year, it comes again at that month's price.
    let long = self.entries(TrainingRun("x", gpus: 1, hours: 1000, USD(1) / .gpuHour, from: 1))
    #expect(long[1].cash == 672 && near(long[2].cash, 328))
    let repeated = self.entries(
      TrainingRun(
        "x", gpus: 16, hours: 40, USD(2) / .gpuHour, along: PriceIndex("h", .falling(0.4.perYear)), from: 2, every: 6))
    #expect(near(repeated[2].cash, 1280 * pow(0.6, 2.0 / 12)) && near(repeated[14].cash / repeated[2].cash, 0.6))
    #expect(repeated.count { $0.cash > 0 } == 10)
  }

  @Test func `a run that the horizon cuts off is refused, and the last of those that recur is not`() {
    let last = horizon.months - 1
    let text = refusal { _ = entries(TrainingRun("x", gpus: 1, hours: 1000, USD(1) / .gpuHour, from: last)) }
    // December has 744 hours.
    #expect(text?.contains("256.0 hours of it are left at the end of the horizon of 60 months") == true)
    #expect(refusal { _ = entries(TrainingRun("x", gpus: 1, hours: 700, USD(1) / .gpuHour, from: last)) } == nil)
    #expect(refusal { _ = entries(TrainingRun("x", gpus: 1, hours: 1000, USD(1) / .gpuHour, every: 59)) } == nil)
  }

  @Test func `failures make a run longer, by as much as the draws of its name say`() {
    let saving = Checkpointing(
      everyFailure: ClusterReliability.llama3.value, gpus: 256, saving: 0.05, restarting: 0.25)
    let run = TrainingRun("base model", gpus: 256, hours: 720, USD(10) / .gpuHour, failing: saving)
    let cost = entries(run).reduce(0) { $0 + $1.cash }
    let drawn = saving.simulatedHours(of: 720, by: streams.stream("costs/base model/failures of run 0"))
    #expect(near(cost, 2560 * drawn, within: 1e-6))
    #expect(cost > 1_843_200 * 1.01 && cost < 1_843_200 * 1.1)
  }

  @Test func `a corpus costs its items or its total, and the two readings of the article are 100 apart`() {
    // F3: several hundred a record and 10 M records, or tens of millions in all; F4: over 2 an item.
    let records = Quantity<PerRecord>(10e6)
    let byRecord = DataCorpus("corpus", records, buying: CNY(300) / .record)
    let byTotal = DataCorpus("corpus", records, buying: CNY(3) / .record)
    #expect(byRecord.price == 3e9 && byTotal.price == 30e6)
    let annotated = DataCorpus("annotation", Quantity<PerRecord>(100_000), annotating: CNY(2) / .record)
    #expect(entries(annotated)[0].running == 200_000 && entries(annotated)[1].cash == 0)
    let half = DataCorpus(
      "both", Quantity<PerRecord>(1000), buying: CNY(3) / .record, annotating: CNY(2) / .record, annotated: 0.5)
    #expect(half.price == 4000)
    // A tenth renewed each year; and as an asset, charged over three years.
    let renewed = entries(
      DataCorpus("corpus", records, buying: CNY(3) / .record, in: 2, renewed: 0.1.perYear, depreciatedOver: 36))
    #expect(renewed[2].capital == 30e6 && renewed[2].running == 0 && near(renewed[3].running, 250_000))
    #expect(near(renewed.reduce(0) { $0 + $1.depreciation }, 30e6, within: 1e-3))
  }

  @Test func `ten hospitals pay a tenth each, and coordination on top`() {
    // F12 has exactly a tenth: no coordination.
    let free = Alliance(10, coordination: CNY(0)).share(of: CNY(10e6))
    #expect(free == CNY(1e6))
    #expect(Alliance(10, coordination: CNY(50_000)).share(of: CNY(10e6)) == CNY(1.45e6))
    let shared = DataCorpus(
      "corpus", Quantity<PerRecord>(10e6), buying: CNY(1) / .record,
      sharedBy: Alliance(10, coordination: CNY(50_000)))
    #expect(shared.price == 1.45e6)
    #expect(Alliance<Renminbi>.bestSize(total: CNY(10e6), coordination: CNY(50_000)) == 14)
    let costs = (1...40).map { Alliance($0, coordination: CNY(50_000)).share(of: CNY(10e6)).amount }
    #expect(costs.firstIndex(of: costs.min() ?? 0) == 13)
    #expect(Alliance<Renminbi>.bestSize(total: CNY(10e6), coordination: .zero) == nil)
    #expect(Alliance<Renminbi>.bestSize(total: CNY(1), coordination: CNY(100)) == 1)
  }

  @Test func `thirty people at 1.67 M cost 50 M a year, and more each year`() {
    // F5.
    let team = entries(Staff("researchers", 30, CNY(50e6 / 30) / .year, growing: 0.06.perYear))
    #expect(near(team[0].running, 50e6 / 12, within: 1e-6))
    #expect(near(team[24].running, 50e6 / 12 * 1.06 * 1.06, within: 1e-5))
    let left = entries(Staff("contractors", 2, CNY(12) / .month, overhead: 0.5, from: 2, until: 5))
    #expect(left.map(\.running).prefix(6) == [0, 0, 36, 36, 36, 0])
  }

  @Test func `people come as hiring lets them, and cost their share of a year's pay when they do`() {
    let staff = Staff(
      "engineers", 40, CNY(120) / .year, from: 3, hiredAfter: .uniform(1, 5), hiringCost: 0.25)
    let arrivals = staff.arrivals(by: streams)
    #expect(arrivals.allSatisfy { (5...8).contains($0) } && Set(arrivals).count > 1)
    let entries = entries(staff)
    #expect(entries[4].running == 0)
    let inFive = Double(arrivals.count { $0 == 5 })
    #expect(near(entries[5].running, inFive * (10 + 30)))
    #expect(near(entries[9].running, 400))
    #expect(near(entries.reduce(0) { $0 + $1.running }, arrivals.reduce(0) { $0 + 30 + 10 * Double(60 - $1) }))
    // Waiting is not free of chance, but each replication is the same again.
    #expect(arrivals == staff.arrivals(by: streams))
  }

  @Test func `a cost and an investment are expenses too`() {
    let team = entries(Cost("team", CNY(120) / .year, growing: 0.05))
    #expect(near(team[12].running, 10.5))
    let integration = Investment("integration", CNY(5e6)).realised(by: streams, over: horizon)
    #expect(integration.atStart.cash == 5e6 && integration.entry(in: month(0)).cash == 0)
  }

  @Test func `while a use moves both sides are paid, and its traffic once`() {
    let calls = Metered("calls", CNY(0.10) / .call) { Quantity($0.requests("chat")) }
    let own = Metered("own", CNY(0.02) / .call) { Quantity($0.requests("chat")) }
    let team = Staff("engineers", 1, CNY(1200) / .month, from: 10)
    let licence = Cost("licence", CNY(500) / .month)
    let move = Migration("move", from: [calls, licence], to: [own, team], startingIn: 12, over: 3, cost: CNY(7000))
    #expect([11, 12, 13, 14, 15, 16].map { move.movedShare(inMonth: $0) } == [0, 0.25, 0.5, 0.75, 1, 1])
    let entries = entries(move)
    #expect(near(entries[0].cash, 100_000 + 500, within: 1e-6))
    #expect(near(entries[11].cash, 100_000 + 500 + 1200, within: 1e-6))
    #expect(near(entries[12].cash, 75_000 + 5000 + 500 + 1200 + 7000, within: 1e-6))
    #expect(near(entries[14].cash, 25_000 + 15_000 + 500 + 1200, within: 1e-6))
    #expect(near(entries[15].cash, 20_000 + 1200, within: 1e-6))
    let atOnce = Migration("move", from: [calls], to: [own], startingIn: 1, over: 0, cost: CNY(0))
    #expect(self.entries(atOnce).prefix(2).map(\.cash) == [100_000, 20_000])
    let mixed = refusal { _ = Migration("move", from: [calls], to: [], startingIn: 1, over: 0, cost: USD(1)) }
    #expect((mixed ?? "").contains("\"calls\" is paid in CNY, the move in USD"))
  }

  @Test func `a ledger adds expenses in the currency of the books, and taxes profit and not assets`() {
    let expenses: [(any Expense, Double)] = [
      (OwnedHardware("H100s", 10, USD(30_000) / .gpu, life: 60, losingValue: 0.35.perYear), 7.2),
      (Staff("engineers", 2, CNY(600_000) / .year), 1), (Investment("integration", CNY(400_000)), 1),
    ]
    var ledger = Ledger(months: 60)
    for (expense, value) in expenses {
      let realised = expense.realised(by: streams, over: horizon)
      ledger.enterAtStart(realised.atStart, worth: value)
      for index in 0..<60 { ledger.enter(realised.entry(in: month(index)), inMonth: index, worth: value) }
    }
    let benefits = Array(repeating: 250_000.0, count: 60)
    let cash = ledger.cash(benefits: benefits)
    #expect(near(cash.investment, 300_000 * 7.2 + 400_000, within: 1e-6))
    #expect(near(cash.costs[0], 100_000, within: 1e-6))
    let resale = 300_000 * 7.2 * pow(0.65, 5)
    #expect(near(cash.costs[59], 100_000 - resale, within: 1e-6))
    let taxed = ledger.cash(benefits: benefits, after: IncomeTax(rate: 0.25))
    let yearly = 12 * 150_000 - 300_000 * 7.2 / 5
    #expect(near(taxed.costs[11] - cash.costs[11], 0.25 * (yearly - 400_000), within: 1e-6))
    #expect(near(taxed.costs[23] - cash.costs[23], 0.25 * yearly, within: 1e-6))
    #expect(near(taxed.costs[59] - cash.costs[59], 0.25 * (yearly + resale), within: 1e-5))
  }

  @Test func `what cannot be an expense is refused where it is written`() {
    func complaint(_ expense: @autoclosure () -> any Expense) -> String { refusal { _ = expense() } ?? "nothing" }
    #expect(complaint(Metered("x", USD(-1) / .call) { _ in Quantity(1) }).contains("ExpenseTests.swift"))
    #expect(complaint(ReservedGPUs("x", 1, USD(1) / .gpuHour, discount: 35, months: 12)).contains("between 0 and 1"))
    #expect(complaint(ReservedGPUs("x", 1, USD(1) / .gpuHour, discount: 0.35, months: 0)) != "nothing")
    func hardware(
      _ count: Double = 1, deposit: Double = 1, delivery: Distribution = 0, life: Int = 12, salvage: Double = 0,
      lost: Double = 0.1
    ) -> OwnedHardware {
      OwnedHardware(
        "x", count, USD(1) / .gpu, deposit: deposit, deliveredAfter: delivery, life: life, salvage: salvage,
        losingValue: lost.perYear)
    }
    #expect(complaint(hardware()) == "nothing")
    #expect(complaint(hardware(-1)) != "nothing" && complaint(hardware(deposit: 2)) != "nothing")
    #expect(complaint(hardware(delivery: .normal(mean: 3, deviation: 1))).contains("before its order"))
    #expect(complaint(hardware(life: 0)) != "nothing" && complaint(hardware(salvage: 1.5)) != "nothing")
    #expect(complaint(hardware(lost: 35)).contains("losingValue: 35.0"))
    #expect(
      complaint(Energy("x", USD(1) / .kilowattHour, effectiveness: 0.9) { _ in Quantity(1) }).contains("1 or more"))
    #expect(complaint(TrainingRun("x", gpus: -1, hours: 1, USD(1) / .gpuHour)) != "nothing")
    #expect(complaint(DataCorpus("x", Quantity<PerPage>(-1), buying: USD(1) / .page)) != "nothing")
    #expect(complaint(Staff("x", -1, CNY(1) / .month)) != "nothing")
    #expect(complaint(Staff("x", 1, CNY(1) / .month, hiredAfter: .normal(mean: 1, deviation: 1))) != "nothing")
    #expect(refusal { _ = Alliance(0, coordination: CNY(1)) } != nil)
    #expect(refusal { _ = PowerDraw(idle: 400, busy: 100) } != nil)
    #expect(
      refusal {
        _ = Checkpointing(everyFailure: Quantity(0), gpus: 1, saving: 0.1, restarting: 0)
      } != nil)
  }
}
