package import Experimentation
import Serving
package import SystemPackage

/// The folder that sizing a fleet leaves behind: the sizes that were looked at, and the figures of the answer.
package struct SizeDirectory {
  package static let fileNames = ["size.csv", "summary.csv", "datapackage.json"]

  private let directory: OutputDirectory

  package init(_ path: FilePath, replaces: Bool) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
  }

  /// Writes what was found and puts the folder in its place.
  /// - `answers`: the searches, each by the hour that it is about.
  package func finish(
    title: String, answer: String, _ answers: [(hour: String, answer: FleetSizing.Answer)], gpusPerReplica: Int,
    summary: [FigureRow],
    sources: [String], settings: [String: String], seed: UInt64
  ) throws(OutputError) -> WrittenResults {
    let sizes = try directory.csv(
      "size.csv",
      columns: [
        Column("hour", .string), Column("rate_per_s", .number, unit: "requests/s"), Column("replicas", .integer),
        Column("gpus", .integer), Column("level", .string, "the service level"),
        Column("level_share", .number, "of requests that it asks for"), Column("limit_s", .number, unit: "s"),
        Column("share_within", .number, "of requests within its limit, over all windows"),
        Column("ci95_low", .number, "Student's t over the windows"), Column("ci95_high", .number),
        Column("windows", .integer), Column("windows_holding", .integer, "in which the level held for itself"),
        Column("percentile_s", .number, unit: "s", "the latency at the level's share, on average over the windows"),
        Column("utilisation", .number), Column("mean_batch", .number, unit: "sequences"),
        Column("peak_memory", .number), Column("preemptions", .integer),
        Column("verdict", .string, "of the size: holds, fails, or unsure, where too few windows say"),
      ])
    for (hour, answer) in answers {
      for look in answer.looks {
        for level in look.levels {
          let numbers = [level.share.value, level.share.low, level.share.high]
          try sizes.write(
            [
              CSVText.field(hour), CSVText.number(look.rate), "\(look.replicas)", "\(look.replicas * gpusPerReplica)",
              CSVText.field("\(level.level)"), CSVText.number(level.level.share), CSVText.number(level.level.limit),
            ] + numbers.map { CSVText.number($0.isFinite ? $0 : nil) } + [
              "\(look.windows)", "\(level.windows.successes)", CSVText.number(level.percentile),
              CSVText.number(look.utilisation), CSVText.number(look.meanBatch), CSVText.number(look.peakMemory),
              "\(look.preemptions)", look.verdict.rawValue,
            ])
        }
      }
    }
    let figures = try directory.csv("summary.csv", columns: FigureRow.columns)
    for row in summary { try figures.write(row.fields) }
    return try directory.finish(
      ResultFacts(
        verb: "size", experiment: title, question: "How many replicas hold a service level for a load?", answer: answer),
      [try sizes.close(), try figures.close()],
      making: ServingMaking("size", of: sources, settings: settings, seed: seed, answer: answer))
  }
}
