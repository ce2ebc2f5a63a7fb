/// What a price is for: an hour of a GPU, a request, a year.
public protocol BillingUnit: Sendable {
  /// As it stands behind the slash: `GPU-hour` in `USD/GPU-hour`.
  static var symbol: String { get }
}

/// A billing unit that is a period, so that a price for it is a stream of cash.
public protocol BillingPeriod: BillingUnit {
  /// How many months it lasts.
  static var months: Double { get }
}

/// An hour of one GPU.
public enum GPUHour: BillingUnit {
  public static var symbol: String { "GPU-hour" }
  /// The one value, which stands for the unit.
  case unit
}

/// A request that is answered.
public enum PerRequest: BillingUnit {
  public static var symbol: String { "request" }
  /// The one value, which stands for the unit.
  case unit
}

/// A conversation, of one request or more.
public enum PerConversation: BillingUnit {
  public static var symbol: String { "conversation" }
  /// The one value, which stands for the unit.
  case unit
}

/// A calendar month.
public enum PerMonth: BillingPeriod {
  public static var symbol: String { "month" }
  public static var months: Double { 1 }
  /// The one value, which stands for the unit.
  case unit
}

/// Twelve months.
public enum PerYear: BillingPeriod {
  public static var symbol: String { "year" }
  public static var months: Double { 12 }
  /// The one value, which stands for the unit.
  case unit
}

extension BillingUnit where Self == GPUHour {
  /// For each hour of one GPU: `USD(1) / .gpuHour`.
  public static var gpuHour: GPUHour { .unit }
}

extension BillingUnit where Self == PerRequest {
  /// For each request: `USD(1) / .request`.
  public static var request: PerRequest { .unit }
}

extension BillingUnit where Self == PerConversation {
  /// For each conversation: `USD(1) / .conversation`.
  public static var conversation: PerConversation { .unit }
}

extension BillingUnit where Self == PerMonth {
  /// For each month: `USD(1) / .month`.
  public static var month: PerMonth { .unit }
}

extension BillingUnit where Self == PerYear {
  /// For each year: `USD(1) / .year`.
  public static var year: PerYear { .unit }
}

/// A token, in or out.
public enum PerToken: BillingUnit {
  public static var symbol: String { "token" }
  /// The one value, which stands for the unit.
  case unit
}

/// A million tokens: the unit of price lists.
public enum PerMillionTokens: BillingUnit {
  public static var symbol: String { "Mtoken" }
  /// The one value, which stands for the unit.
  case unit
}

/// An API call.
public enum PerCall: BillingUnit {
  public static var symbol: String { "call" }
  /// The one value, which stands for the unit.
  case unit
}

/// A kilowatt-hour.
public enum PerKilowattHour: BillingUnit {
  public static var symbol: String { "kWh" }
  /// The one value, which stands for the unit.
  case unit
}

/// A thousand million bytes.
public enum PerGigabyte: BillingUnit {
  public static var symbol: String { "GB" }
  /// The one value, which stands for the unit.
  case unit
}

/// A GPU, purchased or reserved.
public enum PerGPU: BillingUnit {
  public static var symbol: String { "GPU" }
  /// The one value, which stands for the unit.
  case unit
}

/// A record of data.
public enum PerRecord: BillingUnit {
  public static var symbol: String { "record" }
  /// The one value, which stands for the unit.
  case unit
}

/// A page.
public enum PerPage: BillingUnit {
  public static var symbol: String { "page" }
  /// The one value, which stands for the unit.
  case unit
}

/// A picture.
public enum PerPicture: BillingUnit {
  public static var symbol: String { "picture" }
  /// The one value, which stands for the unit.
  case unit
}

/// A contract.
public enum PerContract: BillingUnit {
  public static var symbol: String { "contract" }
  /// The one value, which stands for the unit.
  case unit
}

/// A day of one car on the road.
public enum PerCarDay: BillingUnit {
  public static var symbol: String { "car-day" }
  /// The one value, which stands for the unit.
  case unit
}

/// An hour of one person.
public enum PerPersonHour: BillingUnit {
  public static var symbol: String { "person-hour" }
  /// The one value, which stands for the unit.
  case unit
}

/// An order in a shop.
public enum PerOrder: BillingUnit {
  public static var symbol: String { "order" }
  /// The one value, which stands for the unit.
  case unit
}

/// An error that somebody has to put right.
public enum PerError: BillingUnit {
  public static var symbol: String { "error" }
  /// The one value, which stands for the unit.
  case unit
}

/// A customer for a month.
public enum PerCustomerMonth: BillingUnit {
  public static var symbol: String { "customer-month" }
  /// The one value, which stands for the unit.
  case unit
}

extension BillingUnit where Self == PerToken {
  /// For each token: `USD(1) / .token`.
  public static var token: PerToken { .unit }
}

extension BillingUnit where Self == PerMillionTokens {
  /// For each million tokens: `USD(1) / .millionTokens`.
  public static var millionTokens: PerMillionTokens { .unit }
}

extension BillingUnit where Self == PerCall {
  /// For each API call: `USD(1) / .call`.
  public static var call: PerCall { .unit }
}

extension BillingUnit where Self == PerKilowattHour {
  /// For each kilowatt-hour: `USD(1) / .kilowattHour`.
  public static var kilowattHour: PerKilowattHour { .unit }
}

extension BillingUnit where Self == PerGigabyte {
  /// For each gigabyte: `USD(1) / .gigabyte`.
  public static var gigabyte: PerGigabyte { .unit }
}

extension BillingUnit where Self == PerGPU {
  /// For each GPU: `USD(1) / .gpu`.
  public static var gpu: PerGPU { .unit }
}

extension BillingUnit where Self == PerRecord {
  /// For each record: `USD(1) / .record`.
  public static var record: PerRecord { .unit }
}

extension BillingUnit where Self == PerPage {
  /// For each page: `USD(1) / .page`.
  public static var page: PerPage { .unit }
}

extension BillingUnit where Self == PerPicture {
  /// For each picture: `USD(1) / .picture`.
  public static var picture: PerPicture { .unit }
}

extension BillingUnit where Self == PerContract {
  /// For each contract: `USD(1) / .contract`.
  public static var contract: PerContract { .unit }
}

extension BillingUnit where Self == PerCarDay {
  /// For each car and a day: `USD(1) / .carDay`.
  public static var carDay: PerCarDay { .unit }
}

extension BillingUnit where Self == PerPersonHour {
  /// For each hour of a person's work: `USD(1) / .personHour`.
  public static var personHour: PerPersonHour { .unit }
}

extension BillingUnit where Self == PerOrder {
  /// For each order: `USD(1) / .order`.
  public static var order: PerOrder { .unit }
}

extension BillingUnit where Self == PerError {
  /// For each error: `USD(1) / .error`.
  public static var error: PerError { .unit }
}

extension BillingUnit where Self == PerCustomerMonth {
  /// For each customer and a month: `USD(1) / .customerMonth`.
  public static var customerMonth: PerCustomerMonth { .unit }
}
