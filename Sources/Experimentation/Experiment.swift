/// A question, its uncertain inputs, the decisions to compare, and the scenario that answers it.
///
/// ```swift
/// @main
/// struct Kiosk: Experiment {
///   static let question = "Does a kiosk with one clerk keep its customers waiting?"
///
///   @Uncertain(.uniform(0.5, 0.9), "arrivals a minute", unit: "1/minute", source: .assumption("a busy street"))
///   var arrivals: Double
///
///   var scenario: Scenario { … }
/// }
/// ```
/// The scenario is evaluated once a replication, with that replication's values in the properties.
public protocol Experiment: SendableMetatype {
  /// The question that it answers, in a sentence.
  static var question: String { get }

  /// The texts of the experiment in Chinese, for pages and charts in that language; none by default.
  static var chinese: Translation { get }

  /// How the inputs depend on each other; by default they are independent.
  static var dependence: Dependence { get }

  /// Named sets of inputs, such as a bull and a bear case; none by default.
  static var cases: [Case] { get }

  /// The experiment's own answer in a sentence with its uncertainty; `nil` where the standard sentences are enough.
  static func answer(_ findings: Findings) -> String?

  /// The same answer in Chinese; `nil` where there is none. Numbers, months and options of these findings are written
  /// in Chinese.
  static func chineseAnswer(_ findings: Findings) -> String?

  /// An experiment whose inputs have their defaults.
  init()

  /// The scenario, given the values of this replication.
  @ScenarioBuilder var scenario: Scenario { get throws }
}

extension Experiment {
  public static var chinese: Translation { [:] }
  public static var dependence: Dependence { .none }
  public static var cases: [Case] { [] }
  public static func answer(_ findings: Findings) -> String? { nil }
  public static func chineseAnswer(_ findings: Findings) -> String? { nil }
}
