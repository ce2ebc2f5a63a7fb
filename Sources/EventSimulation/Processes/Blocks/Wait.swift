public import Randomness

/// Waits for a signal, a time or a condition, or for any or all of several of them.
///
/// ```swift
/// Wait(for: doorOpens)
/// Wait(until: { $0.level(of: tank) > 50 })
/// Wait(forAny: .signal(called), .after(.exponential(mean: 5)), storing: which)
/// Wait(forAll: .signal(partsReady), .signal(toolReady))
/// ```
/// If a condition already holds, the transaction continues immediately; otherwise it is tested after each event of the model.
/// Of simultaneous triggers, a signal comes before a time, and otherwise the one written first.
/// - Complexity: each waiting condition is tested after each event.
public struct Wait: CompiledBlock {
  let triggers: [Trigger]
  let needsAll: Bool
  let storing: Attribute?
  let name: String?
  let place: SourcePlace

  /// Waits until a signal is sent.
  public init(for signal: Signal, fileID: String = #fileID, line: Int = #line) {
    self.init([.signal(signal)], all: false, storing: nil, name: nil, SourcePlace(fileID: fileID, line: line))
  }

  /// Waits until a test holds.
  public init(until test: @escaping Test, fileID: String = #fileID, line: Int = #line) {
    self.init([.condition(test)], all: false, storing: nil, name: nil, SourcePlace(fileID: fileID, line: line))
  }

  /// Waits for the first of several triggers.
  ///
  /// - `triggers`: For what.
  /// - `attribute`: Where to keep the number of the one that came, from 0.
  /// - `name`: The name that keys its random streams; `"Wait"` and so on unless stated.
  public init(
    forAny triggers: Trigger..., storing attribute: Attribute? = nil, name: String? = nil, fileID: String = #fileID,
    line: Int = #line
  ) {
    self.init(triggers, all: false, storing: attribute, name: name, SourcePlace(fileID: fileID, line: line))
  }

  /// Waits until all of several triggers have occurred, in any order.
  ///
  /// - `triggers`: For what; 50 at most.
  /// - `name`: The name that keys its random streams; `"Wait"` and so on unless stated.
  public init(
    forAll triggers: Trigger..., name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.init(triggers, all: true, storing: nil, name: name, SourcePlace(fileID: fileID, line: line))
  }

  private init(_ triggers: [Trigger], all: Bool, storing: Attribute?, name: String?, _ place: SourcePlace) {
    self.triggers = triggers
    needsAll = all
    self.storing = storing
    self.name = name
    self.place = place
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Wait", name: name, at: place)
    if triggers.isEmpty || triggers.count > 50 {
      compiler.refuse("Wait for \(triggers.count) triggers", "a transaction waits for 1 to 50 things", at: place)
    }
    var terms = WaitTerms(needsAll: needsAll, met: compiler.hiddenAttribute())
    terms.storing = storing.map { compiler.attribute($0) } ?? -1
    for (index, trigger) in triggers.enumerated() {
      switch trigger.kind {
      case .signal(let signal): terms.triggers.append(.signal(compiler.signal(signal)))
      case .condition(let test): terms.triggers.append(.condition(compiler.test(test)))
      case .timeout(let time):
        let part = triggers.count > 1 ? "after \(index)" : "after"
        terms.triggers.append(.timeout(compiler.expression(time, of: part)))
      }
    }
    let row = compiler.wait(terms)
    compiler.emit(Operation(code: .wait, detail: row))
  }
}

/// What a ``Wait`` block can wait for, alone or in combination.
public struct Trigger: Sendable {
  enum Kind: Sendable {
    case signal(Signal)
    case timeout(NumericExpression)
    case condition(Test)
  }

  let kind: Kind

  /// The signal is sent.
  public static func signal(_ signal: Signal) -> Trigger { Trigger(kind: .signal(signal)) }

  /// A drawn time has passed.
  public static func after(_ time: Distribution) -> Trigger { Trigger(kind: .timeout(.distribution(time))) }

  /// A computed time has passed.
  public static func after(_ time: @escaping Formula) -> Trigger { Trigger(kind: .timeout(.formula(time))) }

  /// The test holds.
  ///
  /// It is tried at the start and after each event of the model, so not in between.
  public static func condition(_ test: @escaping Test) -> Trigger { Trigger(kind: .condition(test)) }
}

/// A momentary event for which transactions can wait: the beginning of a shift, an alarm.
///
/// ```swift
/// let alarm = Signal("alarm")
/// Wait(for: alarm)
/// Send(alarm)
/// ```
/// It reaches the transactions that wait when it is sent. It is not stored: transactions that come later wait for the next.
public struct Signal: Sendable, Hashable {
  /// The name, which identifies the signal.
  public let name: String

  /// Names a signal.
  public init(_ name: String) { self.name = name }
}

/// Sends a signal: transactions that wait for it continue, and those that it interrupts are interrupted.
///
/// ```swift
/// Send(doorOpens)
/// Send(called, toAtMost: 1)
/// ```
/// They continue at the same instant, in the order in which they began to wait, as soon as the sender waits or leaves.
public struct Send: CompiledBlock {
  let signal: Signal
  let limit: Int
  let place: SourcePlace

  /// Sends a signal.
  ///
  /// - `signal`: Which.
  /// - `limit`: How many of those who wait it reaches, those first who have waited longest.
  public init(_ signal: Signal, toAtMost limit: Int = .max, fileID: String = #fileID, line: Int = #line) {
    self.signal = signal
    self.limit = limit
    place = SourcePlace(fileID: fileID, line: line)
    if limit < 1 {
      ValidationErrors.report(
        InvalidValue(
          "Send(\(signal.name), toAtMost: \(limit))", "a signal reaches one at least", location: place.description))
    }
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Send \(signal.name)", name: nil, at: place)
    let subject = compiler.signal(signal)
    compiler.emit(Operation(code: .send, subject: subject, units: Int32(clamping: limit)))
  }
}
