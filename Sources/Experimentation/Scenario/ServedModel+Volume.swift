import Economics
import Glibc

extension ServedModel {
  /// What a hosting saves over the API, by the volume: the costs of ``cost(_:_:)`` from the months as they were drawn, since
  /// requests and tokens are in proportion to the volume.
  ///
  /// What is paid for a span has the GPUs that its busiest month needs.
  ///
  /// - `drawn`: the volume of the months, above 0.
  func advantage(of hosting: Hosting, in forecast: Forecast, where drawn: Double) -> (Double) -> Double {
    let months = requests.indices
    let worth = months.map { pow(1 + forecast.books.discountRate, -Double($0 + 1) / 12) }
    func sum(_ amount: (Int) -> Double) -> Double { months.reduce(0) { $0 + worth[$1] * amount($1) } }
    let value = forecast.books.converted(gpus.currency)
    let spans = spans(of: hosting).map { span in
      Span(
        months: span,
        costOfGPU: value * costOfGPU(hosting, in: span, forecast, worth: worth))
    }
    let powerPrices =
      hosting == .own
      ? months.map { forecast.books.converted(gpus.localCurrency) * worth[$0] * hours($0) * gpus.electricity } : []
    let byAPI = costByAPI(forecast, sum)
    let engineers = gpus.engineers(forecast.books, sum)
    return { volume in
      let scale = volume / drawn
      var cost = engineers
      let counts = months.map { sizing(inMonth: $0).count(forRequestsPerDay: scale * perDay[$0]) }
      for span in spans { cost += (counts[span.months].max() ?? 0) * span.costOfGPU }
      if !powerPrices.isEmpty {
        let count = counts.max() ?? 0
        for month in months {
          cost += count * gpus.kilowatts(load(scale * perDay[month], inMonth: month, on: count)) * powerPrices[month]
        }
      }
      return byAPI(scale) - cost
    }
  }

  /// What the API costs where requests and tokens are a multiple of those that were drawn.
  ///
  /// - `sum`: the sum over months of a monthly amount at its worth today.
  private func costByAPI(_ forecast: Forecast, _ sum: @escaping ((Int) -> Double) -> Double) -> (Double) -> Double {
    guard api.hasVolumeDiscounts else {
      let drawn = cost(.api, forecast)
      return { $0 * drawn }
    }
    let factors = api.factors(forecast)
    let bills = requests.indices.map { factors[$0] * api.cost(tokensIn[$0], tokensOut[$0]) }
    let value = forecast.books.converted(api.currency)
    return { scale in value * sum { api.paid(scale * bills[$0]) } }
  }

  /// What one more replica costs over the horizon, in the currency of the books at its worth today and without the power that
  /// requests take: by so much a hosting becomes dearer at once where the volume rises.
  func costOfReplica(_ hosting: Hosting, in forecast: Forecast) -> Double {
    let months = requests.indices
    let worth = months.map { pow(1 + forecast.books.discountRate, -Double($0 + 1) / 12) }
    let ofGPU = spans(of: hosting).reduce(0) { $0 + costOfGPU(hosting, in: $1, forecast, worth: worth) }
    let idle =
      hosting == .own
      ? months.reduce(0) { $0 + worth[$1] * hours($1) * gpus.kilowatts(0) * gpus.electricity } : 0
    let (prices, local) = (forecast.books.converted(gpus.currency), forecast.books.converted(gpus.localCurrency))
    return gpus.gpusPerReplica * (prices * ofGPU + local * idle)
  }

  /// Months whose GPUs are paid for together.
  private struct Span {
    let months: Range<Int>
    /// In the currency of the books, at its worth today.
    let costOfGPU: Double
  }

  private func spans(of hosting: Hosting) -> [Range<Int>] {
    let months = requests.count
    return switch hosting {
    case .api: []
    case .rented: (0..<months).map { $0..<$0 + 1 }
    case .reserved: stride(from: 0, to: months, by: 12).map { $0..<min($0 + 12, months) }
    case .own: [0..<months]
    }
  }

  /// What a GPU costs in a span without its power, in the currency of its price, at its worth today.
  private func costOfGPU(_ hosting: Hosting, in span: Range<Int>, _ forecast: Forecast, worth: [Double]) -> Double {
    func sum(_ amount: (Int) -> Double) -> Double { span.reduce(0) { $0 + worth[$1] * amount($1) } }
    switch hosting {
    case .api: return 0
    case .rented:
      let factors = gpus.factors(forecast)
      return sum { hours($0) * gpus.rent * factors[$0] }
    case .reserved:
      let factor = gpus.factors(forecast)[span.lowerBound]
      return sum { hours($0) * gpus.reservedRent * factor }
    case .own:
      let resale = pow(1 - gpus.loss, Double(span.count) / 12) * (worth.last ?? 1)
      return gpus.price * (1 - resale + sum { _ in gpus.maintenance / 12 })
    }
  }
}
