import ArgumentParser
import Randomness

/// The search for the best deployment of a model.
struct BestOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Finds the best deployments of --model: GPUs, precision, parallelism and tokens of a step.",
      discussion: """
        All accelerators of the catalogue are compared, or that of --gpu. The front has the fleets that no other beats in cost \
        and latency. What cannot serve the load is listed with the reason.
        """))
  var best = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --best: the most power that the GPUs of a fleet are rated at, such as 500kW or 2MW, without servers and building.",
      valueName: "POWER"))
  var power: String?

  @Option(
    parsing: .unconditional, help: "With --best: the most GPUs of a fleet, spares included.",
    transform: { try WholeNumber.read($0, in: 1...10_000_000) })
  var maxGpus: Int?

  private static let units = ["W": 1.0, "kW": 1e3, "MW": 1e6, "GW": 1e9]

  /// Watts; infinite where there is no limit.
  var watts: Double {
    get throws(InvalidValue) {
      guard let power else { return .infinity }
      let number = power.prefix { $0.isNumber || $0 == "." }
      let unit = power.dropFirst(number.count).filter { !$0.isWhitespace }
      guard let value = Double(number), value > 0, let factor = Self.units[unit] else {
        throw InvalidValue(
          "--power \(power)", "expected a power above 0 with its unit", remedy: "for example 500kW or 2MW")
      }
      return value * factor
    }
  }

  /// - Throws: `InvalidValue` for a budget without the search that it limits.
  func check() throws(InvalidValue) {
    _ = try watts
    guard !best, power != nil || maxGpus != nil else { return }
    throw InvalidValue(
      power != nil ? "--power" : "--max-gpus", "it limits the fleets of --best", remedy: "add --best, or remove it")
  }
}
