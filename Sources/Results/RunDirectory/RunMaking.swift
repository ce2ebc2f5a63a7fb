/// How the results of an experiment were made.
struct RunMaking: Encodable {
  /// The verb: `run`, `sweep`, …
  let command: String
  /// What makes the same results, as a shell reads it.
  let commandLine: String
  /// What the command was about, where it was about one measure.
  let measure: String?
  let unit: String?
  let lessIsBetter: Bool?
  let experimentHash: String?
  let seed: UInt64
  let replications: Int
  let sampling: String
  let dependence: String?
  let inputs: [String]
  let overrides: [String: String]
  /// Only where nothing was uncertain.
  let certain: Bool?
  let firstMonth: String?
  let months: Int?
  let currency: String?
  /// The experiment's own answer, where it has one.
  let answer: String?
  let payoffVersion: String
  let streams: String
}
