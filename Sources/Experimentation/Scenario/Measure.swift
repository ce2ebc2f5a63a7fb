/// Your own measure of the forecast, calculated in every replication.
///
/// ```swift
/// Measure("cash after two years", unit: "CNY") { $0.cumulativeCash[23] }
/// ```
public struct Measure {
  let name: String
  let unit: InputUnit
  let meaning: String
  let absence: Absence
  let value: (Forecast) -> Double?

  ///
  /// - `meaning`: what it is, in words.
  /// - `absence`: what `nil` means; unless it is said, that the value is not known.
  /// - `value`: `nil` where there is none in this replication.
  public init(
    _ name: String, unit: InputUnit = .one, meaning: String = "", absence: Absence = .unknown,
    _ value: @escaping (Forecast) -> Double?
  ) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.absence = absence
    self.value = value
  }
}

/// A simulated number next to one that was calculated by hand or claimed.
///
/// ```swift
/// Check("GPUs around the clock", unit: "GPUs", byHand: 500_000 / (10 * 24 * 7.2), "the article's arithmetic, F2") {
///   $0.fleet("chat GPUs").gpus[0]
/// }
/// ```
public struct Check {
  let name: String
  let unit: InputUnit
  let byHand: Double
  let explanation: String
  /// What is claimed, where that is more than the one figure: over 200 000, tens of millions.
  let range: ClosedRange<Double>?
  /// The figure of the case that is compared with the simulation; `nil` where it is none.
  let fact: String?
  let isByConstruction: Bool
  let simulated: (Forecast) -> Double

  ///
  /// - `byHand`: the figure to compare with.
  /// - `explanation`: how it was calculated, and why the simulation may differ.
  /// - `range`: what is claimed where that is more than one figure: `200_000 ... .infinity` for over 200 000.
  /// - `fact`: the id of the case's figure that it is about: `payoff evidence` then says whether it holds.
  /// - `isByConstruction`: whether the stated inputs are the case's own figures, so that it comes out with them whatever
  ///   the simulation does.
  public init(
    _ name: String, unit: InputUnit = .one, byHand: Double, _ explanation: String,
    claimed range: ClosedRange<Double>? = nil,
    of fact: String? = nil, isByConstruction: Bool = false, file: StaticString = #fileID, line: UInt = #line,
    simulated: @escaping (Forecast) -> Double
  ) {
    self.fact = fact
    self.isByConstruction = isByConstruction
    self.range = range
    // An id that is not there is refused as that of a source is.
    if let fact { _ = Source.fact(fact, file: file, line: line) }
    self.name = name
    self.unit = unit
    self.byHand = byHand
    self.explanation = explanation
    self.simulated = simulated
  }
}

/// What is observed while waiting: a number that is known at the beginning of each month, whatever was decided.
///
/// ```swift
/// Indicator("rent", unit: "USD/GPU-hour") { $0.price("hardware") }
/// Indicator("requests", unit: "requests") { [0] + $0.requests("chat").dropLast() }  // of the month before
/// ```
/// `payoff wait` finds from indicators when to act. An indicator must not use what is known only later, since that
/// would overstate the value of waiting: the figures of a month are known when the month is over.
public struct Indicator: ScenarioPart {
  let name: String
  let unit: InputUnit
  let months: (Forecast) -> [Double]

  /// - `months`: the values known at the beginning of each month of the horizon.
  public init(_ name: String, unit: InputUnit = .one, _ months: @escaping (Forecast) -> [Double]) {
    self.name = name
    self.unit = unit
    self.months = months
  }

  public func add(to scenario: inout Scenario, at location: String) {
    scenario.indicators.append(Located(self, location))
  }
}
