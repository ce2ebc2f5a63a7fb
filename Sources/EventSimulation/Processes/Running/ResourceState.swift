/// A resource during a run: its units, its line and what was observed of it.
struct ResourceState: ~Copyable {
  /// One who holds units, with the priority at which it asked for them.
  struct Holder {
    let slot: Int32
    let priority: Int32
  }

  var capacity: Int
  /// The units at work; more than the capacity while units that were withdrawn finish.
  var inUse = 0
  let isRanked: Bool
  let isLastCome: Bool
  let tracksHolders: Bool
  let queueCapacity: Int
  /// The attribute that ranks those who wait, or -1, and whether the smaller or the larger goes first.
  let rankAttribute: Int32
  let rankSign: Double
  /// Those who wait, where the order of arrival is all that counts.
  var line = WaitingLine()
  /// Those who wait, where it is not.
  var ranks = RankedLine()
  /// Those who hold units, in the order in which they got them, where units can be taken away.
  var holders: [Holder] = []
  /// The next change of its schedule, and how often the schedule has begun again.
  var nextChange = 0
  var cycle = 0

  var busy = TimeWeighted()
  var queue = TimeWeighted()
  var available: TimeWeighted
  var waits = ObservationRecorder()
  var abandonedWaits = ObservationRecorder()
  var interruptions = ObservationRecorder()
  var balked = 0
  var turnedAway = 0
  var preemptions = 0

  init(_ resource: Resource, isRanked: Bool, tracksHolders: Bool, attributes: [Attribute]) {
    capacity = resource.capacity.initial
    available = TimeWeighted(Double(resource.capacity.initial))
    self.isRanked = isRanked
    self.tracksHolders = tracksHolders
    isLastCome = resource.discipline == .lastCome
    queueCapacity = resource.queueCapacity
    switch resource.discipline {
    case .firstCome, .lastCome:
      rankAttribute = -1
      rankSign = 0
    case .smallest(let attribute):
      rankAttribute = Int32(attributes.firstIndex(of: attribute) ?? -1)
      rankSign = 1
    case .largest(let attribute):
      rankAttribute = Int32(attributes.firstIndex(of: attribute) ?? -1)
      rankSign = -1
    }
  }

  /// The number of those who wait.
  @inline(__always)
  var waiting: Int { isRanked ? ranks.count : line.count }

  /// The units that are free; fewer than none while units that were withdrawn finish.
  @inline(__always)
  var free: Int { capacity &- inUse }

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
