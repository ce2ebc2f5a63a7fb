/// A place for a replica, and what stands in it.
struct ReplicaSlot {
  enum State {
    /// Nothing.
    case empty
    /// A replica that takes no requests yet.
    case booting
    /// One that takes requests.
    case serving
    /// One that takes no more.
    case draining
  }

  var state = State.empty
  /// Counts the replicas that stood in it: an event of an earlier one is passed over.
  var generation: UInt32 = 0
  /// When the replica was launched, in seconds.
  var launched = 0.0
  /// Whether it was serving when it was told that it will be taken away.
  var isNoticed = false
}
