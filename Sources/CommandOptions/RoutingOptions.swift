package import ArgumentParser

/// Which replica a request goes to.
package struct RoutingOptions: ParsableArguments {
  /// The names, in the order in which the help names them.
  package static let names = ["least-loaded", "round-robin", "two-choices"]

  @Option(
    help: ArgumentHelp(
      "Which replica a request goes to: \(names.joined(separator: ", ")). (default: least-loaded)",
      valueName: "ROUTING"))
  package var routing: String = "least-loaded"

  package init() {}
}
