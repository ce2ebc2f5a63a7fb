/// A container during a run.
struct ContainerState: ~Copyable {
  let capacity: Double
  var level: Double
  var puts = WaitingLine()
  var gets = WaitingLine()
  var stock: TimeWeighted
  var queue = TimeWeighted()
  var putWaits = ObservationRecorder()
  var getWaits = ObservationRecorder()

  init(_ container: Container) {
    capacity = container.capacity
    level = container.level
    stock = TimeWeighted(container.level)
  }

  mutating func restart(at time: Double) {
    stock.reset(at: time)
    queue.reset(at: time)
    putWaits.reset()
    getWaits.reset()
  }

  mutating func observe(at time: Double) {
    stock.set(level, at: time)
    queue.set(Double(puts.count + gets.count), at: time)
  }

  /// Whether there is room for an amount, to within what rounding takes from sums.
  func hasRoom(for amount: Double) -> Bool { level + amount <= capacity * (1 + 1e-12) }

  /// Whether an amount is there, to within what rounding takes from sums.
  func holds(_ amount: Double) -> Bool { amount <= level + 1e-12 * amount }
}
