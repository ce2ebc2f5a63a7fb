/// A flow during a run.
struct FlowState {
  var inside = TimeWeighted()
  var sojourns = Observations()
  var arrived = 0
  var left = 0
  var cancelled = 0

  mutating func restart(at time: Double) {
    inside.reset(at: time)
    sojourns.reset()
    arrived = 0
    left = 0
    cancelled = 0
  }
}
