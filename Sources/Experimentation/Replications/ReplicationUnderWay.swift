import Glibc

/// The replication that a thread is computing, for the message when its code stops the program.
package enum ReplicationUnderWay {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Notes what this thread begins.
  static func set(_ replication: Int) { pthread_setspecific(key, UnsafeRawPointer(bitPattern: replication + 1)) }

  /// The replication of this thread; `nil` where it computes none. Safe in a signal handler once one has been set.
  package static var number: Int? {
    pthread_getspecific(key).map { Int(bitPattern: $0) - 1 }
  }
}
