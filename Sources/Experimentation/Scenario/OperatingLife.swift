public import Economics
package import Randomness

/// The months in which what is decided operates: from a month on, for a life that is the same whenever it begins.
///
/// ```swift
/// let operation = OperatingLife(from: start, months: 96)
/// operation
/// Benefit("revenue") { CNY(operation.runs(in: $0) ? 1e6 : 0) }
/// ```
/// A later start that is cut off by the same calendar day would lose months of benefit, and waiting would look worse
/// than it is. So the horizon has to cover the latest start with its life; `payoff wait`, and `compare` and `decide` for
/// dates, reject options of unequal lives unless a ``TerminalValue`` says what remains.
public struct OperatingLife: ScenarioPart {
  /// The month in which it begins, from 0; `nil` for never.
  public let start: Int?
  /// Months.
  public let life: Int

  /// - `start`: the month in which it begins, from 0; `nil` for never.
  /// - `life`: months, at least 1.
  public init(from start: Int?, months life: Int, file: StaticString = #fileID, line: UInt = #line) {
    self.start = start.map { max($0, 0) }
    self.life = max(life, 1)
    if life < 1 || start ?? 0 < 0 {
      ValidationErrors.report(
        InvalidValue(
          "OperatingLife(from: \(start.map(String.init) ?? "nil"), months: \(life))",
          "it begins in month 0 or later, and lasts at least 1 month", location: "\(file):\(line)"))
    }
  }

  /// Whether it operates in a month.
  public func runs(in month: MonthOfOperation) -> Bool { runs(inMonth: month.index) }

  /// Whether it operates in a month, from 0.
  public func runs(inMonth month: Int) -> Bool { start.map { $0 <= month && month < $0 + life } ?? false }

  /// The month after the last; `nil` for never.
  public var end: Int? { start.map { $0 + life } }

  public func add(to scenario: inout Scenario, at location: String) {
    scenario.operations.append(Located(self, location))
  }
}

/// What is worth something at the end of the horizon, in the last month, and what it is.
///
/// ```swift
/// TerminalValue.nothing("the contract ends with the year 2030")
/// TerminalValue.salvage(CNY(5e6))
/// TerminalValue.perpetuity(growing: 0.02.perYear)
/// ```
/// It is a line of the benefits, `terminal value`, and taxed as they are. Without one, nothing remains.
public struct TerminalValue: ScenarioPart {
  enum Kind {
    case nothing
    case salvage(CurrencyCode, Double)
    case perpetuity(Rate<PerYear>)
  }

  let kind: Kind
  /// In words.
  let meaning: String

  /// Nothing remains: what is decided ends with the horizon, whenever it began.
  ///
  /// - `reason`: why it does.
  public static func nothing(_ reason: String) -> TerminalValue {
    TerminalValue(kind: .nothing, meaning: "nothing remains at the end: \(reason)")
  }

  /// What is sold at the end, beyond the resale of hardware that is in the books already.
  public static func salvage<C: Currency>(
    _ amount: Money<C>, file: StaticString = #fileID, line: UInt = #line
  ) -> TerminalValue {
    if !(amount.amount >= 0 && amount.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue("salvage(\(amount))", "what is sold brings at least 0", location: "\(file):\(line)"))
    }
    return TerminalValue(kind: .salvage(C.code, amount.amount), meaning: "what is sold at the end for \(amount)")
  }

  /// The operating margin of the last twelve months, growing for ever: (1 + g) / (r − g) of it, with the discount rate r
  /// of the books (Gordon and Shapiro 1956); 0 where the margin is below 0, since one would stop.
  ///
  /// - `growth`: a rate a year below the discount rate.
  public static func perpetuity(growing growth: Rate<PerYear> = 0.perYear) -> TerminalValue {
    TerminalValue(
      kind: .perpetuity(growth),
      meaning:
        "the operating margin of the last twelve months for ever, growing by \(growth.fraction * 100) % a year, at "
        + "the discount rate of the books")
  }

  /// What the line is called.
  static let line = "terminal value"

  /// Whether it is a line of the benefits: where nothing remains there is none.
  var hasLine: Bool { if case .nothing = kind { false } else { true } }

  public func add(to scenario: inout Scenario, at location: String) {
    scenario.terminalValues.append(Located(self, location))
  }
}

/// How long an option operates, as its scenario says.
package struct OptionLife: Sendable, Hashable {
  /// Months; of each ``OperatingLife`` that begins.
  let lives: [Int]
  /// Whether it says what remains at the end of the horizon.
  let hasTerminalValue: Bool

  /// Rejects options that are not compared over equal lives.
  /// - Parameters:
  ///   - lives: of the options.
  ///   - never: the places of options in which nothing begins.
  ///   - isTiming: whether the options differ by when something begins.
  package static func requireEqual(
    _ lives: [OptionLife], except never: Set<Int>, isTiming: Bool, subject: String
  ) throws(InvalidValue) {
    let compared = lives.enumerated().filter { !never.contains($0.offset) }.map(\.element)
    guard !compared.allSatisfy(\.hasTerminalValue) else { return }
    let remedy =
      "write OperatingLife(from: start, months: 60) with a horizon that covers the latest start and its life; or say what "
      + "remains: TerminalValue.perpetuity(growing: 0.02.perYear), .salvage(CNY(5e6)) or "
      + ".nothing(\"why it ends with the horizon\")"
    if isTiming, compared.contains(where: { $0.lives.isEmpty && !$0.hasTerminalValue }) {
      throw InvalidValue(
        subject, "all dates end with the horizon, so a later start has fewer months of operation", remedy: remedy)
    }
    let different = Set(compared.map { Set($0.lives) })
    if different.count > 1, compared.contains(where: { !$0.lives.isEmpty }) {
      throw InvalidValue(
        subject,
        "the options operate for different numbers of months: "
          + different.map { $0.isEmpty ? "not said" : $0.sorted().map(String.init).joined(separator: " and ") }.sorted()
          .joined(separator: ", "), remedy: remedy)
    }
  }
}
