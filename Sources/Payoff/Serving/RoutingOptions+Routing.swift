import CommandOptions
import Randomness
import Serving

extension RoutingOptions {
  /// The routing of that name.
  var value: Routing {
    get throws(InvalidValue) {
      switch routing {
      case "least-loaded": return .leastLoaded
      case "round-robin": return .roundRobin
      case "two-choices": return .twoChoices
      default:
        throw InvalidValue(
          "--routing \(routing)", "there is no routing of that name",
          remedy: NearestName.remedy(for: routing, among: Self.names))
      }
    }
  }
}
