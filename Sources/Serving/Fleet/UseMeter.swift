/// How much of a pool was in use over a window: readings of what adds up, one an evaluation.
struct UseMeter {
  /// What has added up since the start.
  struct Reading {
    var time = 0.0
    /// Seconds in which replicas were up, and took steps.
    var up = 0.0
    var busy = 0.0
    /// Sequences at work, and memory in use as a share, summed over replicas and integrated over time.
    var sequences = 0.0
    var memory = 0.0
    /// Requests that came.
    var arrivals = 0
  }

  /// The oldest first; one more than there are intervals in the window.
  private var readings = [Reading()]
  private let most: Int
  /// What was forgotten at the end of a warm-up.
  private var offset = Reading()

  init(readings: Int) { most = readings + 1 }

  /// Takes a reading of what has added up since the start, or since ``forget(_:)``.
  mutating func add(_ reading: Reading) {
    var reading = reading
    reading.up += offset.up
    reading.busy += offset.busy
    reading.sequences += offset.sequences
    reading.arrivals += offset.arrivals
    readings.append(reading)
    if readings.count > most { readings.removeFirst() }
  }

  /// What the next readings no longer contain.
  mutating func forget(_ reading: Reading) {
    offset.up += reading.up
    offset.busy += reading.busy
    offset.sequences += reading.sequences
    offset.arrivals += reading.arrivals
  }

  /// The memory gauge integrated so far, and until when.
  var memorySoFar: Double { readings[readings.count - 1].memory }
  var lastTime: Double { readings[readings.count - 1].time }

  /// What was added within the window.
  var window: Reading {
    let (first, last) = (readings[0], readings[readings.count - 1])
    return Reading(
      time: last.time - first.time, up: last.up - first.up, busy: last.busy - first.busy,
      sequences: last.sequences - first.sequences, memory: last.memory - first.memory,
      arrivals: last.arrivals - first.arrivals)
  }
}
