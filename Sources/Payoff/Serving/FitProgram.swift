import CommandOptions
import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff fit`: a load from a trace, a deployment from a measured server, an adoption curve from a series.
enum FitProgram {
  static func run(_ options: FitOptions) throws {
    let given = [("--trace", options.trace), ("--measured", options.measured), ("--adoption", options.adoption)]
      .filter { $0.1 != nil }
    guard given.count == 1, let file = given[0].1 else {
      throw InvalidValue(
        "payoff fit",
        given.isEmpty
          ? "it takes --trace, --measured or --adoption with a file"
          : "it takes one of --trace, --measured and --adoption, not \(given.map(\.0).joined(separator: " and "))",
        remedy: "for example payoff fit --trace requests.csv")
    }
    let kind = given[0].0.dropFirst(2)
    let path = FilePath(options.output.out ?? "runs/fit-\(kind)-\(FilePath(file).stem ?? "data")")
    try OutputDirectory.checkVacancy(of: path, replaces: options.output.force)
    switch kind {
    case "trace": try LoadFitProgram.run(file, options, path)
    case "measured": try CalibrationProgram.run(file, options, path)
    default: try AdoptionFitProgram.run(file, options, path)
    }
  }
}
