/// A flow during a run.
struct FlowState: ~Copyable {
  let entry: Int32
  let priority: Int32
  var inside = TimeWeighted()
  var sojourns = ObservationRecorder()
  var arrived = 0
  var left = 0
  var cancelled = 0

  init(entry: Int32, priority: Int32) {
    self.entry = entry
    self.priority = priority
  }

  mutating func restart(at time: Double) {
    inside.reset(at: time)
    sojourns.reset()
    arrived = 0
    left = 0
    cancelled = 0
  }
}
