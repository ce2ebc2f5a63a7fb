import Experimentation

/// What the strategies of a timing are called.
struct TimingNames {
  private let months: [Int]
  private let signals: [String]
  private let units: [InputUnit]

  init(_ analysis: TimingAnalysis, _ units: [InputUnit]) {
    months = analysis.months
    signals = analysis.signals
    self.units = units
  }

  func name(of strategy: TimingStrategy) -> String {
    switch strategy {
    case .on(let date): months[date] == 0 ? "at once" : "in month \(months[date])"
    case .never: "never"
    case .trigger(let trigger): "once \(condition(trigger))"
    case .learnt: "as learnt from \(signals.joined(separator: ", "))"
    }
  }

  /// A strategy that was chosen: among dates `best date: in month 6`, which tells it from that date itself.
  func chosenName(of strategy: TimingStrategy) -> String {
    switch strategy {
    case .on, .never: "best date: \(name(of: strategy))"
    case .trigger, .learnt: name(of: strategy)
    }
  }

  /// What each row of an analysis is called, the dates fixed beforehand first.
  func rows(of analysis: TimingAnalysis) -> [String] {
    analysis.fixed.map { name(of: $0.strategy) } + analysis.strategies.map { chosenName(of: $0.strategy) }
  }

  /// `rent ≤ 5.20 USD/GPU-hour`
  func condition(_ trigger: SignalTrigger) -> String {
    let unit = units[trigger.signal] == .one ? "" : " \(units[trigger.signal])"
    return "\(signals[trigger.signal]) \(trigger.isBelow ? "≤" : "≥") \(NumberText.short(trigger.level))\(unit)"
  }
}
