/// A token, in or out.
public enum PerToken: BillingUnit {
  public static var symbol: String { "token" }
  case unit
}

/// A million tokens: the unit of price lists.
public enum PerMillionTokens: BillingUnit {
  public static var symbol: String { "Mtoken" }
  case unit
}

/// A call of an interface.
public enum PerCall: BillingUnit {
  public static var symbol: String { "call" }
  case unit
}

/// A kilowatt-hour.
public enum PerKilowattHour: BillingUnit {
  public static var symbol: String { "kWh" }
  case unit
}

/// A thousand million bytes.
public enum PerGigabyte: BillingUnit {
  public static var symbol: String { "GB" }
  case unit
}

/// A GPU, bought or committed to.
public enum PerGPU: BillingUnit {
  public static var symbol: String { "GPU" }
  case unit
}

/// A record of data.
public enum PerRecord: BillingUnit {
  public static var symbol: String { "record" }
  case unit
}

/// A page.
public enum PerPage: BillingUnit {
  public static var symbol: String { "page" }
  case unit
}

/// A contract.
public enum PerContract: BillingUnit {
  public static var symbol: String { "contract" }
  case unit
}

/// A day of one car on the road.
public enum PerCarDay: BillingUnit {
  public static var symbol: String { "car-day" }
  case unit
}

/// An hour of one person.
public enum PerPersonHour: BillingUnit {
  public static var symbol: String { "person-hour" }
  case unit
}

/// An order in a shop.
public enum PerOrder: BillingUnit {
  public static var symbol: String { "order" }
  case unit
}

/// An error that somebody has to put right.
public enum PerError: BillingUnit {
  public static var symbol: String { "error" }
  case unit
}

/// A customer for a month.
public enum PerCustomerMonth: BillingUnit {
  public static var symbol: String { "customer-month" }
  case unit
}

extension BillingUnit where Self == PerToken {
  public static var token: PerToken { .unit }
}

extension BillingUnit where Self == PerMillionTokens {
  public static var millionTokens: PerMillionTokens { .unit }
}

extension BillingUnit where Self == PerCall {
  public static var call: PerCall { .unit }
}

extension BillingUnit where Self == PerKilowattHour {
  public static var kilowattHour: PerKilowattHour { .unit }
}

extension BillingUnit where Self == PerGigabyte {
  public static var gigabyte: PerGigabyte { .unit }
}

extension BillingUnit where Self == PerGPU {
  public static var gpu: PerGPU { .unit }
}

extension BillingUnit where Self == PerRecord {
  public static var record: PerRecord { .unit }
}

extension BillingUnit where Self == PerPage {
  public static var page: PerPage { .unit }
}

extension BillingUnit where Self == PerContract {
  public static var contract: PerContract { .unit }
}

extension BillingUnit where Self == PerCarDay {
  public static var carDay: PerCarDay { .unit }
}

extension BillingUnit where Self == PerPersonHour {
  public static var personHour: PerPersonHour { .unit }
}

extension BillingUnit where Self == PerOrder {
  public static var order: PerOrder { .unit }
}

extension BillingUnit where Self == PerError {
  public static var error: PerError { .unit }
}

extension BillingUnit where Self == PerCustomerMonth {
  public static var customerMonth: PerCustomerMonth { .unit }
}
