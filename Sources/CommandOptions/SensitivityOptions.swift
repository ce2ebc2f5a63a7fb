package import ArgumentParser

/// The options of `payoff sensitivity` for an experiment.
package struct SensitivityOptions: ParsableArguments {
  @OptionGroup package var method: MethodOptions

  @Option(
    parsing: .unconditional,
    help: """
      The base size: trajectories of morris, points of a curve of efast, N of sobol's N(k+2), rows of the others, \
      replications of a point of tornado and spider. (default: 40, 257, 512, 1024, 40)
      """,
    transform: { try WholeNumber.read($0, in: 2...Int(Int32.max)) })
  package var size: Int?

  @OptionGroup package var shared: SharedOptions

  package init() {}
}
