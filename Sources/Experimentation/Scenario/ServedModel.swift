public import Demand
public import Economics
import Glibc
public import Serving

/// A model that answers requests: by API, or on GPUs that are rented, reserved or owned, with the cost of each.
///
/// ```swift
/// ServedModel(
///   "assistant", over: horizon, in: .eur, hosting: hosting, requestsPerDay: { conversations * turns },
///   by: TokenPrices(input: USD(0.5) / .millionTokens, output: USD(1.5) / .millionTokens, along: prices["API"]),
///   on: GPUPrices(rent: USD(2.5) / .gpuHour, price: USD(40_000) / .gpu, …), tokensIn: 300, tokensOut: 60)
/// ```
/// The scenario has the lines of the hosting that is chosen. The costs of all four over the horizon, at their worth today
/// and before tax, are measures, so that one run says which is the cheapest: `cost_by_api`, `cost_of_rented`,
/// `cost_of_reserved`, `cost_of_own`, and `cheapest_is_api` and so on, which are 1 where it is; an API whose limits refuse
/// some of the requests is not. With `volume` there are also `rented_from`, `reserved_from` and `own_from`: the input's value
/// from which that hosting is and stays cheaper than the API. Just above a volume that needs one more replica it costs more, so that there may be lower volumes at
/// which it is cheaper for a stretch. Stretches in which it is dearer again are seen where they are wider than a five-hundredth
/// of the volume, or than a fiftieth where costs do not follow from the drawn ones in proportion to the volume.
///
/// A month has the GPUs that its busiest hour needs within the service level, for requests of its length, around the clock; reserved ones are reserved for a year, as many as its
/// busiest month needs, and own ones as many as the busiest month of the horizon.
public struct ServedModel: ScenarioPart {
  /// How a model is served.
  public enum Hosting: String, CaseIterable, Sendable {
    /// By the token.
    case api
    /// By the hour.
    case rented
    /// For a year at a time.
    case reserved
    /// Purchased at the start, and sold at the end of the horizon.
    case own

    /// As it follows what something costs.
    fileprivate var inWords: String { self == .api ? "by API" : "on \(rawValue) GPUs" }

    /// What is so at the break-even of its volume.
    fileprivate var costsLessThanAPI: Text {
      let chinese =
        switch self {
        case .api: "API"
        case .rented: "租用 GPU"
        case .reserved: "按年预留 GPU"
        case .own: "自购 GPU"
        }
      return Text(
        "serving begins to cost less \(inWords) than by API, over the horizon at present value and whatever the use brings in",
        zh: "\(chinese) 的服务成本（整个期限的现值，与应用收益无关）开始低于 API")
    }
  }

  private let name: String
  private let horizon: Horizon
  private let currency: InputUnit
  private let hosting: Hosting
  let api: TokenPrices
  let gpus: GPUPrices
  /// By month.
  let requests: [Double]
  let tokensIn: [Double]
  let tokensOut: [Double]
  /// Requests a day, by month.
  let perDay: [Double]
  private let sized: Sized
  private let volume: (input: UncertainInput, range: ClosedRange<Double>)?
  /// The share of the requests of each month that the limits of the API admit; `nil` without limits.
  private let admitted: [Double]?

  ///
  /// - `currency`: that of the books.
  /// - `hosting`: the one that is chosen.
  /// - `requestsPerDay`: requests of the model on a day of a month, from 0.
  /// - `tokensIn`, `tokensOut`: tokens of a request at the start.
  /// - `growth`: of the tokens of a request, a fraction a year.
  /// - `limits`: what the API admits a minute. By API the requests above it are lost, and not paid for: what the answers are
  ///   worth is to be multiplied by ``admittedShare(inMonth:)``. `cost_by_api` is that of all requests, so that hostings are
  ///   compared on the same work, but an API that refuses some is never the cheapest. The measure `within_api_limits` has the
  ///   share of all requests that the API answers, or would.
  /// - `volume`: an input in proportion to which the requests are, and the range in which other hostings may become
  ///   cheaper.
  public init(
    _ name: String, over horizon: Horizon, in currency: CurrencyCode, hosting: Hosting, requestsPerDay: (Int) -> Double,
    by api: TokenPrices,
    on gpus: GPUPrices, tokensIn: Double, tokensOut: Double, growing growth: Double = 0,
    within limits: RateLimits = .none, volume: (UncertainInput, ClosedRange<Double>)? = nil
  ) {
    self.name = name
    self.horizon = horizon
    self.currency = InputUnit(currency.description)
    self.hosting = hosting
    self.api = api
    self.gpus = gpus
    self.volume = volume.map { ($0.0, $0.1) }
    let months = 0..<horizon.months
    let lengths = months.map { pow(1 + growth, Double($0) / 12) }
    let perDay = months.map(requestsPerDay)
    requests = zip(months, perDay).map { $1 * Double(horizon.month($0).days) }
    self.tokensIn = zip(requests, lengths).map { $0 * $1 * tokensIn }
    self.tokensOut = zip(requests, lengths).map { $0 * $1 * tokensOut }
    self.perDay = perDay
    admitted =
      limits == .none
      ? nil
      : zip(perDay, lengths).map {
        limits.admittedShare(
          requestsPerDay: $0, tokensPerRequest: $1 * (tokensIn + tokensOut), busiest: gpus.busiest)
      }
    let length = gpus.length(tokensIn: tokensIn, tokensOut: tokensOut)
    sized = Sized(perDay, lengths.map { $0 * length }, gpus)
  }

  /// The share of the requests of a month that are answered: below 1 by API where the busiest hours exceed its limits.
  ///
  /// - `month`: from 0.
  public func admittedShare(inMonth month: Int) -> Double {
    guard hosting == .api, let admitted, admitted.indices.contains(month) else { return 1 }
    return admitted[month]
  }

  /// The GPUs of each month, found when they are asked for: the API needs none.
  private final class Sized {
    private let perDay: [Double]
    private let lengths: [Double]
    private let gpus: GPUPrices

    /// - `lengths`: of the requests of each month, as a multiple of those that the capacity is for.
    init(_ perDay: [Double], _ lengths: [Double], _ gpus: GPUPrices) {
      self.perDay = perDay
      self.lengths = lengths
      self.gpus = gpus
    }

    /// What GPUs carry, by month: lengths by sixty-fourths of an octave have one curve.
    private(set) lazy var fleets: [GPUPrices.Sizing] = {
      var known: [Int: GPUPrices.Sizing] = [:]
      return lengths.map { length in
        let place = length > 0 ? Int((64 * log2(length)).rounded()) : 0
        if let sizing = known[place] { return sizing }
        let sizing = gpus.sizing(forLength: exp2(Double(place) / 64))
        known[place] = sizing
        return sizing
      }
    }()

    private(set) lazy var counts = zip(perDay, fleets).map { $1.count(forRequestsPerDay: $0) }
  }

  private var counts: [Double] { sized.counts }
  /// What GPUs carry in a month, for requests of its length.
  func sizing(inMonth month: Int) -> GPUPrices.Sizing { sized.fleets[month] }

  func hours(_ month: Int) -> Double { Double(24 * horizon.month(month).days) }

  /// The most GPUs that the months of a year from its first on need.
  private func reserved(inYear year: Int) -> Double {
    counts[(12 * year)..<min(12 * year + 12, counts.count)].max() ?? 0
  }

  private var years: Int { (horizon.months + 11) / 12 }
  private var owned: Double { counts.max() ?? 0 }

  // MARK: Lines

  public func add(to scenario: inout Scenario, at location: String) {
    for line in lines { line.add(to: &scenario, at: location) }
    for measure in measures { measure.add(to: &scenario, at: location) }
    guard let volume else { return }
    let drawn = volume.input.slot.value
    for other in Hosting.allCases where other != .api {
      BreakEven("\(other.rawValue)_from", of: volume.input, within: volume.range) { forecast in
        cost(.api, forecast) - cost(other, forecast)
      }
      .defined(as: other.costsLessThanAPI)
      .quicker(drawn > 0 ? { advantage(of: other, in: $0, where: drawn) } : nil)
      .staying { costOfReplica(other, in: $0) }
      .add(to: &scenario, at: location)
    }
  }

  private var lines: [any ScenarioPart] {
    switch hosting {
    case .api:
      [
        api.calls(
          "\(name): \(api.items)", tokensIn: { tokensIn[$0.index] * admittedShare(inMonth: $0.index) },
          tokensOut: { tokensOut[$0.index] * admittedShare(inMonth: $0.index) })
      ]
    case .rented:
      [gpus.rentLine("\(name): rented GPUs") { counts[$0.index] * hours($0.index) }] + gpus.engineerLines(name)
    case .reserved:
      (0..<years).map { gpus.reservedLine("\(name): reserved GPUs, year \($0 + 1)", reserved(inYear: $0), year: $0) }
        + gpus.engineerLines(name)
    case .own:
      [
        gpus.ownLine("\(name): own GPUs", owned, months: horizon.months),
        gpus.powerLine("\(name): power") { owned * gpus.kilowatts(load($0.index, on: owned)) * hours($0.index) },
      ] + gpus.engineerLines(name)
    }
  }

  private func load(_ month: Int, on count: Double) -> Double { load(perDay[month], inMonth: month, on: count) }

  /// The busy share of so many GPUs in the mean hour of a day of so many requests, of the length that those of a month have.
  func load(_ requests: Double, inMonth month: Int, on count: Double) -> Double {
    guard count > 0 else { return 0 }
    return min(sizing(inMonth: month).busy(requestsPerSecond: requests / 86_400) / count, 1)
  }

  // MARK: Costs

  private var measures: [Measure] {
    // An API that turns requests away does not do the work that the others do.
    let able = Hosting.allCases.filter { $0 != .api || (admitted ?? []).allSatisfy { $0 >= 1 } }
    func share(_ hosting: Hosting, _ forecast: Forecast) -> Double {
      let least = able.map { cost($0, forecast) }.min() ?? 0
      return able.contains(hosting) && cost(hosting, forecast) <= least ? 1 : 0
    }
    let names: [Hosting: String] = [
      .api: "cost_by_api", .rented: "cost_of_rented", .reserved: "cost_of_reserved", .own: "cost_of_own",
    ]
    let costs = Hosting.allCases.map { hosting in
      Measure(
        names[hosting] ?? "", unit: currency,
        meaning: "present value of serving the model over the horizon \(hosting.inWords), before tax"
      ) { cost(hosting, $0) }
    }
    let shares = Hosting.allCases.map { hosting in
      Measure(
        "cheapest_is_\(hosting.rawValue)",
        meaning: "1 where serving all requests of the horizon costs least \(hosting.inWords), and 0 elsewhere"
      ) { share(hosting, $0) }
    }
    return costs + shares + limitMeasures + [
      Measure("gpus_needed", unit: "GPUs", meaning: "in the busiest hour of the horizon, with spares") { _ in owned },
      Measure("gpus_busy", meaning: "busy share of those GPUs in the mean hour of the month with the most load") { _ in
        counts.indices.map { load($0, on: owned) }.max() ?? 0
      },
      Measure(
        "service_level_held",
        meaning: "1 where some number of GPUs holds the service level in every month, and 0 elsewhere"
      ) { _ in sized.fleets.allSatisfy { !$0.isUnreachable } ? 1 : 0 },
    ]
  }

  private var limitMeasures: [Measure] {
    guard let admitted else { return [] }
    let all = requests.reduce(0, +)
    let served = zip(requests, admitted).reduce(0) { $0 + $1.0 * $1.1 }
    return [
      Measure("within_api_limits", meaning: "share of all requests that the API's limits admit") { _ in
        all > 0 ? served / all : 1
      }
    ]
  }

  /// What a hosting costs over the horizon, in the currency of the books at its worth today and before tax.
  func cost(_ hosting: Hosting, _ forecast: Forecast) -> Double {
    let books = forecast.books
    func worth(_ month: Int) -> Double { pow(1 + books.discountRate, -Double(month + 1) / 12) }
    func sum(_ amount: (Int) -> Double) -> Double { requests.indices.reduce(0) { $0 + worth($1) * amount($1) } }
    let engineers = hosting == .api ? 0 : gpus.engineers(books, sum)
    switch hosting {
    case .api:
      let factors = api.factors(forecast)
      return books.converted(api.currency) * sum { api.paid(factors[$0] * api.cost(tokensIn[$0], tokensOut[$0])) }
    case .rented:
      let factors = gpus.factors(forecast)
      return books.converted(gpus.currency) * sum { counts[$0] * hours($0) * gpus.rent * factors[$0] } + engineers
    case .reserved:
      let factors = gpus.factors(forecast)
      return books.converted(gpus.currency)
        * sum { reserved(inYear: $0 / 12) * hours($0) * gpus.reservedRent * factors[$0 / 12 * 12] } + engineers
    case .own:
      let months = Double(horizon.months)
      let paid = owned * gpus.price
      let resale = paid * pow(1 - gpus.loss, months / 12) * worth(horizon.months - 1)
      let upkeep = sum { _ in paid * gpus.maintenance / 12 }
      let power = sum { owned * gpus.kilowatts(load($0, on: owned)) * hours($0) * gpus.electricity }
      return books.converted(gpus.currency) * (paid - resale + upkeep)
        + books.converted(gpus.localCurrency) * power + engineers
    }
  }
}

/// The prices of a model by API, and how its tokens are paid.
public struct TokenPrices: Sendable {
  let currency: CurrencyCode
  /// What is paid for, in the name of the line.
  let items: String
  private let index: PriceIndex
  private let makeCalls:
    @Sendable (String, @escaping (MonthOfOperation) -> Double, @escaping (MonthOfOperation) -> Double) -> TokenCalls
  private let input: Double
  private let output: Double
  /// What is paid of a month's bill.
  let paid: @Sendable (Double) -> Double
  /// Whether large bills cost less by the token.
  let hasVolumeDiscounts: Bool

  ///
  /// - `input`, `output`: today's prices.
  /// - `cachedShare`: the share of the input that is found in the vendor's cache.
  /// - `cachedDiscount`: the discount on it, a share.
  /// - `batchShare`: the share of the requests that can wait for batch processing.
  /// - `batchDiscount`: the discount on it, a share.
  /// - `volumeDiscounts`: what the vendor takes off large bills.
  /// - `index`: the price index along which all of them move, a line of the scenario.
  public init<C: Currency>(
    input: Price<C, PerMillionTokens>, output: Price<C, PerMillionTokens>, cachedShare: Double = 0,
    cachedDiscount: Double = 0, batchShare: Double = 0, batchDiscount: Double = 0,
    volumeDiscounts: VolumeDiscounts<C> = .none, along index: PriceIndex = .constant, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    currency = C.code
    items = "tokens"
    self.index = index
    let discount = batchShare * batchDiscount
    let cached = (1 - cachedDiscount) * input
    makeCalls = { name, tokensIn, tokensOut in
      TokenCalls(
        name, input: input, output: output, cachedInput: cached, along: index, cachedShare: cachedShare,
        discount: discount, volumeDiscounts: volumeDiscounts, file: file, line: line,
        tokensIn: { Quantity(tokensIn($0)) }, tokensOut: { Quantity(tokensOut($0)) })
    }
    paid = { volumeDiscounts.paid(of: $0) }
    hasVolumeDiscounts = volumeDiscounts != .none
    self.input = (1 - discount) * (1 - cachedShare * cachedDiscount) * input.amount / 1e6
    self.output = (1 - discount) * output.amount / 1e6
  }

  /// The price of a model that makes pictures or videos, where a request has one token out for each of them.
  ///
  /// - `picture`: today's price of one.
  /// - `batchShare`, `batchDiscount`, `volumeDiscounts`, `index`: as for tokens.
  public init<C: Currency>(
    picture: Price<C, PerPicture>, batchShare: Double = 0, batchDiscount: Double = 0,
    volumeDiscounts: VolumeDiscounts<C> = .none, along index: PriceIndex = .constant, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    currency = C.code
    items = "calls"
    self.index = index
    let discount = batchShare * batchDiscount
    let million = Price<C, PerMillionTokens>(amount: 1e6 * picture.amount)
    makeCalls = { name, _, made in
      TokenCalls(
        name, input: Price(amount: 0), output: million, along: index, discount: discount,
        volumeDiscounts: volumeDiscounts, file: file, line: line,
        tokensIn: { _ in Quantity(0) }, tokensOut: { Quantity(made($0)) })
    }
    paid = { volumeDiscounts.paid(of: $0) }
    hasVolumeDiscounts = volumeDiscounts != .none
    input = 0
    output = (1 - discount) * picture.amount
  }

  func calls(
    _ name: String, tokensIn: @escaping (MonthOfOperation) -> Double, tokensOut: @escaping (MonthOfOperation) -> Double
  ) -> TokenCalls { makeCalls(name, tokensIn, tokensOut) }

  /// What so many tokens cost at today's prices, before discounts on large bills.
  func cost(_ tokensIn: Double, _ tokensOut: Double) -> Double { tokensIn * input + tokensOut * output }

  func factors(_ forecast: Forecast) -> [Double] { forecast.factors(of: index) }
}

/// What GPUs can do and cost: rented by the hour, reserved for a year, or owned.
public struct GPUPrices: Sendable {
  let currency: CurrencyCode
  let localCurrency: CurrencyCode
  let rent: Double
  let reservedRent: Double
  let price: Double
  let loss: Double
  let maintenance: Double
  let electricity: Double
  private let tokensPerRequest: Double
  private let capacity: CapacityCurve
  let gpusPerReplica: Double
  let busiest: Double
  private let spares: Int
  private let draw: PowerDraw
  private let effectiveness: Double
  private let index: PriceIndex
  private let monthlyPay: Double
  private let payRise: Double
  private let makeRent: @Sendable (String, @escaping (MonthOfOperation) -> Double) -> Metered
  private let makeReserved: @Sendable (String, Double, Int) -> ReservedGPUs
  private let makeOwn: @Sendable (String, Double, Int) -> OwnedHardware
  private let makePower: @Sendable (String, @escaping (MonthOfOperation) -> Double) -> Metered
  private let makeEngineers: @Sendable (String) -> Cost

  ///
  /// - `capacity`: how many replicas a rate of requests needs within the service level.
  /// - `tokensPerRequest`: the tokens of such a request, in and out. Requests of another length have the capacity of
  ///   `CapacityCurve.longer(by:)`, by the time that their prompts and answers take.
  /// - `busiest`: the load of the busiest hour over that of the mean hour.
  /// - `spares`: replicas beyond those, for failures and new versions.
  /// - `rent`: of a GPU-hour on demand, today.
  /// - `index`: the price index along which rents move, a line of the scenario.
  /// - `reservedDiscount`: on GPUs that are reserved for a year.
  /// - `price`: of a GPU with its share of server and network.
  /// - `loss`: of the resale price a year.
  /// - `maintenance`: a year, a share of the price.
  /// - `electricity`: of a kilowatt-hour, for own GPUs.
  /// - `effectiveness`: the power of the building over that of its machines.
  /// - `engineers`: who run them, and the pay of one, which rises by `payRise` a year.
  public init<C: Currency, L: Currency>(
    capacity: CapacityCurve, tokensPerRequest: Double, busiest: Double, spares: Int, rent: Price<C, GPUHour>,
    along index: PriceIndex = .constant,
    reservedDiscount: Double, price: Price<C, PerGPU>, losing loss: Rate<PerYear>, maintenance: Rate<PerYear>,
    electricity: Price<L, PerKilowattHour>, draw: PowerDraw = PowerDraw(idle: 250, busy: 1000),
    effectiveness: Double = 1.3, engineers: Double, pay: Price<L, PerYear>, payRise: Rate<PerYear> = 0.perYear,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    (currency, localCurrency) = (C.code, L.code)
    (self.capacity, self.busiest, self.spares, self.index) = (capacity, busiest, spares, index)
    self.tokensPerRequest = tokensPerRequest
    gpusPerReplica = Double(capacity.deployment?.gpus ?? 1)
    self.rent = rent.amount
    reservedRent = (1 - reservedDiscount) * rent.amount
    self.price = price.amount
    self.loss = loss.fraction
    self.maintenance = maintenance.fraction
    self.electricity = electricity.amount
    (self.draw, self.effectiveness) = (draw, effectiveness)
    monthlyPay = engineers * pay.amount / 12
    self.payRise = payRise.fraction
    makeRent = { name, hours in
      Metered(name, rent, along: index, file: file, line: line) { Quantity(hours($0)) }
    }
    makeReserved = { name, count, year in
      ReservedGPUs(
        name, count, rent, discount: reservedDiscount, months: 12, from: 12 * year, renewed: false, along: index,
        file: file, line: line)
    }
    makeOwn = { name, count, months in
      OwnedHardware(
        name, count, price, life: min(months, 60), losingValue: loss, maintenance: maintenance, file: file, line: line)
    }
    makePower = { name, energy in
      Metered(name, electricity, file: file, line: line) { Quantity(energy($0)) }
    }
    makeEngineers = { Cost($0, engineers * pay, growing: payRise.fraction, file: file, line: line) }
  }

  /// What GPUs carry of requests of one length.
  struct Sizing {
    fileprivate let capacity: CapacityCurve
    fileprivate let gpusPerReplica: Double
    fileprivate let busiest: Double
    fileprivate let spares: Int

    /// Whether no number of GPUs holds the service level, so that those keep up that are counted, late.
    var isUnreachable: Bool { capacity.isUnreachable }

    /// The GPUs that the busiest hour of a month needs, spares included.
    func count(forRequestsPerDay requests: Double) -> Double {
      guard requests > 0 else { return 0 }
      return Double(capacity.replicas(for: busiest * requests / 86_400) + spares) * gpusPerReplica
    }

    /// The GPUs that are busy at a rate.
    func busy(requestsPerSecond rate: Double) -> Double { rate * capacity.secondsPerRequest * gpusPerReplica }
  }

  /// How many times as long requests are as those of the capacity.
  func length(tokensIn: Double, tokensOut: Double) -> Double {
    capacity.length(tokensIn: tokensIn, tokensOut: tokensOut) ?? (tokensIn + tokensOut) / tokensPerRequest
  }

  /// - `length`: as a multiple of the requests of the capacity.
  func sizing(forLength length: Double) -> Sizing {
    Sizing(
      capacity: capacity.longer(by: length), gpusPerReplica: gpusPerReplica, busiest: busiest, spares: spares)
  }

  /// What a GPU draws with its share of the building, at a busy share of its time.
  func kilowatts(_ busy: Double) -> Double {
    (draw.idle + busy * (draw.busy - draw.idle)) / 1000 * effectiveness
  }

  func factors(_ forecast: Forecast) -> [Double] { forecast.factors(of: index) }

  /// What the engineers cost, by the sum over months of a monthly amount.
  func engineers(_ books: Books, _ sum: ((Int) -> Double) -> Double) -> Double {
    books.converted(localCurrency) * sum { monthlyPay * pow(1 + payRise, Double($0) / 12) }
  }

  func rentLine(_ name: String, _ hours: @escaping (MonthOfOperation) -> Double) -> any ScenarioPart {
    makeRent(name, hours)
  }
  func reservedLine(_ name: String, _ count: Double, year: Int) -> any ScenarioPart { makeReserved(name, count, year) }
  func ownLine(_ name: String, _ count: Double, months: Int) -> any ScenarioPart { makeOwn(name, count, months) }
  func powerLine(_ name: String, _ energy: @escaping (MonthOfOperation) -> Double) -> any ScenarioPart {
    makePower(name, energy)
  }
  func engineerLines(_ name: String) -> [any ScenarioPart] {
    monthlyPay > 0 ? [makeEngineers("\(name): engineers")] : []
  }
}

extension Forecast {
  /// A price index by month; 1 where it is constant.
  func factors(of index: PriceIndex) -> [Double] {
    index.name.isEmpty ? Array(repeating: 1, count: horizon.months) : price(index.name)
  }
}

extension Books {
  /// The value of a unit of a currency; 1 where no rate is known, which is reported where its costs are entered.
  func converted(_ other: CurrencyCode) -> Double { value(of: other) ?? 1 }
}
