public import Economics
import Randomness

/// A load divided into two parts that are served differently: by a share, by a share that changes over time, or by
/// the capacity of hardware.
///
/// ```swift
/// TrafficSplit("chat", "simple questions", share: 0.8, rest: "hard questions")
/// TrafficSplit("chat", "on our GPUs", moving: .linear(from: 12, over: 4), rest: "by API")
/// TrafficSplit("chat", "on our GPUs", upTo: 2.5, forEach: "H100s", rest: "by API")  // what is beyond spills over
/// TokenCalls("calls", of: "by API", input: USD(1.25) / .millionTokens, output: USD(10) / .millionTokens)
/// ```
/// A part is a load to fleets, calls and benefits, and can be split again further down. Its growth is counted from the
/// whole load at the start.
public struct TrafficSplit: ScenarioPart {
  enum Rule {
    case share(Double)
    case moving(Ramp)
    /// Requests a second.
    case upTo(Double)
    /// Requests a second for each of a supply that is there.
    case forEach(String, Double)
  }

  let load: String
  let part: String
  let rest: String
  let rule: Rule
  /// When the part takes anything at all.
  private(set) var advantage: CostAdvantage?

  /// The same share in every hour.
  ///
  /// - `share`: that the part takes, from 0 to 1.
  public init(
    _ load: String, _ part: String, share: Double, rest: String, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(load, part, rest, .share(share))
    if !(0...1).contains(share) {
      ValidationErrors.report(
        InvalidValue("share: \(share)", "a share lies between 0 and 1", location: "\(file):\(line)"))
    }
  }

  /// A share that changes from month to month.
  public init(_ load: String, _ part: String, moving ramp: Ramp, rest: String) {
    self.init(load, part, rest, .moving(ramp))
  }

  /// In each hour all requests up to a rate; the excess is the rest.
  ///
  /// - `rate`: requests a second, at least 0.
  public init(
    _ load: String, _ part: String, upTo rate: Double, rest: String, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(load, part, rest, .upTo(rate))
    Self.require(rate, "\(file):\(line)")
  }

  /// In each hour all requests up to a rate for each available GPU: none before delivery, and none after sale.
  ///
  /// - `rate`: requests a second that one carries, at least 0.
  /// - `supply`: the name of `OwnedHardware` or `ReservedGPUs` in the scenario.
  /// - `advantage`: months in which serving one more request costs more than the rest does have no part; without it
  ///   the part takes what it can at any price.
  public init(
    _ load: String, _ part: String, upTo rate: Double, forEach supply: String, rest: String,
    where advantage: CostAdvantage? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(load, part, rest, .forEach(supply, rate))
    self.advantage = advantage
    Self.require(rate, "\(file):\(line)")
  }

  private init(_ load: String, _ part: String, _ rest: String, _ rule: Rule) {
    self.load = load
    self.part = part
    self.rest = rest
    self.rule = rule
  }

  private static func require(_ rate: Double, _ location: String) {
    if !(rate >= 0 && rate.isFinite) {
      ValidationErrors.report(
        InvalidValue("upTo: \(rate)", "requests a second are at least 0", location: location))
    }
  }

  public func add(to scenario: inout Scenario, at location: String) { scenario.splits.append(Located(self, location)) }
}

/// The months in which one of two prices is the lower.
///
/// ```swift
/// CostAdvantage(of: CNY(0.001) / .call, over: CNY(0.10) / .call, along: prices["API"])
/// ```
/// It is the marginal cost that counts: what is paid anyway, such as hardware that was bought and the people who run it,
/// does not differ between the two.
public struct CostAdvantage: Sendable, Hashable {
  private let own: PricePath
  private let other: PricePath

  ///
  /// - `own`: today's marginal cost of a unit.
  /// - `other`: today's price of the alternative.
  /// - `index`: the price index along which the alternative moves.
  /// - `ownIndex`: the one along which the marginal cost moves.
  public init<C: Currency, U: BillingUnit>(
    of own: Price<C, U>, over other: Price<C, U>, along index: PriceIndex = .constant,
    ownAlong ownIndex: PriceIndex = .constant, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.own = PricePath(today: own.amount, along: ownIndex, file: file, line: line)
    self.other = PricePath(today: other.amount, along: index, file: file, line: line)
  }

  /// Whether it is there, by month; equal prices count as an advantage.
  func months(by streams: Streams, count: Int) -> [Bool] {
    let (own, other) = (own.realised(by: streams, months: count), other.realised(by: streams, months: count))
    return (0..<count).map { own.price(inMonth: $0) <= other.price(inMonth: $0) }
  }
}
