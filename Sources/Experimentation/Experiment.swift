/// A question, what nobody knows about it, what is decided, and the scenario that answers it.
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
  /// What it answers, in a sentence.
  static var question: String { get }

  /// How the inputs depend on each other; not at all unless it says so.
  static var dependence: Dependence { get }

  /// The answer in a sentence with its uncertainty, made of what a run came to; `nil` where what is said of every
  /// forecast is enough.
  static func answer(_ findings: Findings) -> String?

  /// An experiment whose inputs have their defaults.
  init()

  /// What happens, given the values of this replication.
  @ScenarioBuilder var scenario: Scenario { get throws }
}

extension Experiment {
  public static var dependence: Dependence { .none }
  public static func answer(_ findings: Findings) -> String? { nil }
}
