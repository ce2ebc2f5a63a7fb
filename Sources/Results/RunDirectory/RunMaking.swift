/// How the results of an experiment were made.
struct RunMaking: Encodable {
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
  let payoffVersion: String
  let streams: String
}
