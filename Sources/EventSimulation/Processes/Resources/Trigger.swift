public import Randomness

/// What a ``Wait`` can wait for, alone or beside others.
public struct Trigger: Sendable {
  enum Kind: Sendable {
    case signal(Signal)
    case timeout(Quantity)
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
