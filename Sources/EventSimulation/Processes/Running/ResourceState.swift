/// A resource during a run: its units, its line and what was observed of it.
struct ResourceState {
  var capacity: Int
  /// The units at work; more than the capacity while units that were withdrawn finish.
  var inUse = 0
  let isRanked: Bool
  let isLastCome: Bool
  let queueCapacity: Int
  /// Those who wait, where the order of arrival is all that counts.
  var line = WaitingLine()
  /// Those who wait, where it is not.
  var ranks = RankedLine()
  /// Those who hold units, in the order in which they got them, where units can be taken away.
  var holders: [Int32] = []
  let tracksHolders: Bool
  /// The next change of its schedule, and how often the schedule has begun again.
  var nextChange = 0
  var cycle = 0

  var busy = TimeWeighted()
  var queue = TimeWeighted()
  var available: TimeWeighted
  var waits = Observations()
  var abandonedWaits = Observations()
  var interruptions = Observations()
  var balked = 0
  var turnedAway = 0
  var preemptions = 0

  init(_ resource: Resource, isRanked: Bool, tracksHolders: Bool) {
    capacity = resource.capacity.initial
    available = TimeWeighted(Double(resource.capacity.initial))
    self.isRanked = isRanked
    self.tracksHolders = tracksHolders
    isLastCome = resource.discipline == .lastCome
    queueCapacity = resource.queueCapacity
  }

  /// The number of those who wait.
  @inline(__always)
  var waiting: Int { isRanked ? ranks.count : line.count }

  mutating func restart(at time: Double) {
    busy.reset(at: time)
    queue.reset(at: time)
    available.reset(at: time)
    waits.reset()
    abandonedWaits.reset()
    interruptions.reset()
    balked = 0
    turnedAway = 0
    preemptions = 0
  }
}
