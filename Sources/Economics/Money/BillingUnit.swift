/// What a price is for: an hour of a GPU, a request, a year.
public protocol BillingUnit: Sendable {
  /// As it stands behind the slash: `GPU-hour` in `USD/GPU-hour`.
  static var symbol: String { get }
}

/// A billing unit that is a stretch of time, so that a price for it is a stream of cash.
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
