/// Where the transactions of a flow come from.
struct ArrivalSource: Sendable {
  let flow: Int32
  let pattern: ArrivalPattern
  /// The row of the quantity between arrivals, or -1.
  let gap: Int32
  /// The row of the quantity of the batch size, or -1 for one at a time.
  let batch: Int32
  let start: Double
  let limit: Int
  let stream: String
  let origin: Program.Origin
}
