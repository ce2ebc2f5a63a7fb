public import Economics

/// A type that an input can have: a number, or a price or a rate whose unit is part of the type.
public protocol InputValue {
  /// The value that a number drawn stands for.
  init(inputValue: Double)

  /// The unit that the type implies; `nil` where the input has to say it.
  static var impliedUnit: InputUnit? { get }
}

extension Double: InputValue {
  public init(inputValue: Double) { self = inputValue }
  public static var impliedUnit: InputUnit? { nil }
}

extension Money: InputValue {
  public init(inputValue: Double) { self.init(inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit(C.code.description) }
}

extension Price: InputValue {
  public init(inputValue: Double) { self.init(amount: inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit(symbol) }
}

extension Rate: InputValue {
  public init(inputValue: Double) { self.init(inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit("1/\(Period.symbol)") }
}
