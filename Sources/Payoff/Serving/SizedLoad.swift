import CommandOptions
import Demand
import FoundationEssentials
import Randomness

/// The load that a fleet is sized for: what requests, how many in the busiest hour, how many in the mean hour.
struct SizedLoad {
  let pattern: RequestPattern
  /// Requests a second.
  let peakRate: Double
  let meanRate: Double
  /// Where the hours come from.
  let shape: String

  /// - Throws: `InvalidValue` for a name that is not known and options that exclude each other, `DataFileError` for a file.
  init(_ options: SizeOptions) throws {
    pattern = try Self.pattern(options.load)
    let (shape, name) = try Self.shape(options.dayShape, pattern)
    self.shape = name
    if options.rate != nil, options.perDay != nil {
      throw InvalidValue(
        "--rate and --per-day", "both say how many requests come", remedy: "leave one of the two out")
    }
    if let perDay = options.perDay {
      meanRate = perDay / 86_400
      peakRate = meanRate * shape.peak
    } else {
      peakRate = options.rate ?? pattern.measuredRate
      meanRate = peakRate / shape.peak
    }
  }

  private static func pattern(_ name: String) throws -> RequestPattern {
    if FileManager.default.fileExists(atPath: name) || name.hasSuffix(".json") || name.contains(".csv") {
      if name.hasSuffix(".json") { return try RequestPattern(contentsOf: name) }
      let trace = try RequestTrace(contentsOf: name)
      try trace.requireTokens()
      return try RequestPattern(resampling: trace)
    }
    return try RequestPattern(named: name)
  }

  private static func shape(_ name: String?, _ pattern: RequestPattern) throws(InvalidValue) -> (DayShape, String) {
    guard let name else { return pattern.dayShape.map { ($0, pattern.name) } ?? (.flat, "flat") }
    if name == "flat" { return (.flat, "flat") }
    let known = RequestPattern.catalogue.filter { $0.dayShape != nil }
    if let shape = known.first(where: { $0.name == name })?.dayShape { return (shape, name) }
    let names = ["flat"] + known.map(\.name)
    throw InvalidValue(
      "--day-shape \(name)", "there is no day of that name",
      remedy: NearestName.remedy(for: name, among: names))
  }
}
