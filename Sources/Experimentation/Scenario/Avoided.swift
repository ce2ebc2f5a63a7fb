public import Economics

/// An expense that would have been and is not any more: what it would have cost is a benefit.
///
/// ```swift
/// Avoided(Metered("calls", CNY(0.10) / .call, along: prices["interfaces"]) { $0.calls("chat") })
/// Metered("calls served by ourselves", CNY(0.02) / .call) { $0.calls("chat") }
/// ```
/// So the net of a month is what a change brings over leaving it as it was, on the same requests and the same prices.
public struct Avoided: ScenarioPart {
  let expense: any Expense

  /// What would have been paid.
  public init(_ expense: any Expense) { self.expense = expense }

  public func add(to scenario: inout Scenario) { scenario.add(avoided: expense) }
}
