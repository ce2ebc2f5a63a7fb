package import ArgumentParser

/// The options of `payoff sensitivity`.
package struct SensitivityOptions: ParsableArguments {
  /// The methods, in the order in which the help names them.
  package static let methods = [
    "tornado", "spider", "morris", "sobol", "sobol_jansen", "sobol_martinez", "efast", "rbd_fast", "pawn", "delta",
    "prcc",
    "pcc", "srrc", "src", "spearman", "pearson", "kendall", "filter", "rsa",
  ]

  @Option(
    help: ArgumentHelp(
      "How the share of each input is found. (default: tornado)",
      discussion: "One of \(methods.joined(separator: ", ")).", valueName: "METHOD"))
  package var method = "tornado"

  @Option(help: "The measure that is explained. (default: npv, or the first)")
  package var measure: String?

  @Option(
    parsing: .unconditional,
    help:
      "The base size: trajectories of morris, points of a curve of efast, N of sobol's N(k+2), rows of the others, replications of a point of tornado and spider. (default: 40, 257, 512, 1024, 40)",
    transform: { try WholeNumber.read($0, in: 2...Int(Int32.max)) })
  package var size: Int?

  @Flag(help: "With sobol: the shares of pairs too, at twice the cost.")
  package var secondOrder = false

  @OptionGroup package var shared: SharedOptions

  package init() {}
}
