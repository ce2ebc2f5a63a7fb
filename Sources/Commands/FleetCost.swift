import Experimentation
import Results
import Serving

/// What a fleet that was sized costs around the clock: an hour, a request and a million tokens of the load's mean hour.
struct FleetCost {
  /// `nil` where the price of its GPUs is not known.
  private let price: GPUPrice?
  /// With its spares.
  private let gpus: Int
  private let requestsPerHour: Double
  private let tokensPerRequest: Double

  init(_ options: SizeCommand, _ load: SizedLoad, _ sizing: FleetSizing, gpus: Int) {
    price = GPUPrice(options.deployment.price, of: sizing.deployment.gpu)
    self.gpus = gpus
    requestsPerHour = 3600 * load.meanRate
    tokensPerRequest = sizing.sample.meanInput + sizing.sample.meanOutput
  }

  private var millionsOfTokensPerHour: Double { requestsPerHour * tokensPerRequest / 1e6 }

  var figures: [FigureRow] {
    [("low", price?.range.lowerBound), ("high", price?.range.upperBound)].flatMap { name, price in
      let hour = price.map { $0 * Double(gpus) }
      return [
        FigureRow("cost_per_hour", name, hour, unit: "USD/hour"),
        FigureRow("cost_per_request", name, hour.map { $0 / requestsPerHour }, unit: "USD/request"),
        FigureRow(
          "cost_per_million_tokens", name, hour.map { $0 / millionsOfTokensPerHour }, unit: "USD/million tokens"),
      ]
    }
  }

  /// - `fleet`: in words, with its spares.
  func text(of fleet: String) -> String {
    guard let price else { return "The price of its GPUs is not known; give one with --price." }
    func range(_ amount: Double) -> String {
      func cost(_ price: Double) -> Double { price * Double(gpus) / amount }
      return GPUPrice.text(cost(price.range.lowerBound)...cost(price.range.upperBound))
    }
    return "The fleet of \(fleet) costs \(range(1)) an hour around the clock"
      + ", \(range(requestsPerHour)) a request and \(range(millionsOfTokensPerHour)) a million tokens, at "
      + "\(price.text(hours: 1)) per GPU-hour (\(price.source))."
  }
}
