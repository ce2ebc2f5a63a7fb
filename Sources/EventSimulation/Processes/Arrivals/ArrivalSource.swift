/// Where the transactions of a flow come from.
struct ArrivalSource: Sendable {
  let flow: Int32
  let pattern: ArrivalPattern
  /// The row of the quantity between arrivals, or -1.
  let gap: Int32
  /// The row of the quantity of the batch size, or -1 for one at a time.
  let batch: Int32
  /// The row of the quantity that decides in thinning, or -1.
  let thinning: Int32
  let start: Double
  let limit: Int
  let stream: String
  let origin: Program.Origin

  /// Whether it brings transactions as long as it is let.
  var isEndless: Bool {
    guard limit == .max else { return false }
    switch pattern {
    case .renewal, .rate: return true
    case .profile(let profile): return profile.isEndless
    case .trace: return false
    }
  }
}
