package import Serving
package import SystemPackage

/// The folder that a replay leaves behind: a row a request, and what comes of all.
package enum ReplayDirectory {
  package static let fileNames = ["requests.csv", "summary.csv", "datapackage.json"]

  /// Writes the folder.
  /// - `outcomes`: of the requests in their order.
  package static func write(
    to path: FilePath, replaces: Bool, title: String, _ outcomes: [RequestOutcome], arrivals: [Double],
    answer: String, summary: [FigureRow], trace: String, settings: [String: String], seed: UInt64
  ) throws(OutputError) -> WrittenResults {
    let directory = try OutputDirectory(path, replaces: replaces)
    let missing = "empty for a request that was refused or spilled"
    let requests = try directory.csv(
      "requests.csv",
      columns: [
        Column("request_id", .integer, "its place in the trace, from 0"), Column("arrival_s", .number, unit: "s"),
        Column("queue_s", .number, unit: "s", "until its first step begins; " + missing),
        Column("ttft_s", .number, unit: "s", "until its first token; " + missing),
        Column("tpot_s", .number, unit: "s", "from token to token on average; empty for one token too"),
        Column("e2e_s", .number, unit: "s", "until its last token; " + missing),
        Column("preemptions", .integer, "how often its memory was taken away"),
        Column("replica", .integer, "from 0; " + missing),
      ], keepsRows: false)
    for (number, outcome) in outcomes.enumerated() {
      var fields = ["\(number)", CSVText.number(arrivals[number])]
      if case .answered(let result) = outcome {
        fields += [result.queue, result.timeToFirstToken, result.timePerOutputToken, result.endToEnd].map {
          CSVText.number($0)
        }
        fields += ["\(result.preemptions)", "\(result.replica)"]
      } else {
        fields += ["", "", "", "", "", ""]
      }
      try requests.write(fields)
    }
    let figures = try directory.csv("summary.csv", columns: FigureRow.columns)
    for row in summary { try figures.write(row.fields) }
    return try directory.finish(
      ResultFacts(
        verb: "replay", experiment: title, question: "What became of each request of a trace?", answer: answer),
      [try requests.close(), try figures.close()],
      making: ServingMaking("replay", of: [trace], settings: settings, seed: seed, answer: answer))
  }
}
