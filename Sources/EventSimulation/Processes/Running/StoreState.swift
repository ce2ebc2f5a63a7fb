/// A store during a run.
struct StoreState: ~Copyable {
  let capacity: Int
  let order: Store.Order
  /// In the order in which they came.
  var items: [Double]
  var puts = WaitingLine()
  var gets = WaitingLine()
  var stock: TimeWeighted
  var queue = TimeWeighted()
  var putWaits = ObservationRecorder()
  var getWaits = ObservationRecorder()

  init(_ store: Store) {
    capacity = store.capacity
    order = store.order
    items = store.items
    stock = TimeWeighted(Double(store.items.count))
  }

  mutating func restart(at time: Double) {
    stock.reset(at: time)
    queue.reset(at: time)
    putWaits.reset()
    getWaits.reset()
  }

  mutating func observe(at time: Double) {
    stock.set(Double(items.count), at: time)
    queue.set(Double(puts.count + gets.count), at: time)
  }
}
