package import ArgumentParser

/// How `payoff sensitivity` finds the share of each input.
package struct MethodOptions: ParsableArguments {
  /// The methods, in the order in which the help names them.
  package static let methods = [
    "tornado", "spider", "morris", "sobol", "sobol_jansen", "sobol_martinez", "efast", "rbd_fast", "pawn", "delta",
    "prcc", "pcc", "srrc", "src", "spearman", "pearson", "kendall", "filter", "rsa",
  ]

  @Option(
    help: ArgumentHelp(
      "How the share of each input is found. (default: tornado)",
      discussion: "One of \(methods.joined(separator: ", ")).", valueName: "METHOD"))
  package var method: String?

  @Option(
    help: ArgumentHelp(
      "The measure that is explained, or what is to hold of it: npv, 'npv>0'. (default: npv, or the first)",
      valueName: "MEASURE"))
  package var measure: String?

  @Flag(help: "With sobol: the shares of pairs too, at twice the cost.")
  package var secondOrder = false

  package init() {}
}
