/// A source of arrivals during a run.
struct SourceState {
  /// How many it may still bring.
  var left: Int
}
