import Glibc

/// The limit on threads. Where no second one can be started, the runtime of Swift waits for it for ever.
package enum ThreadLimit {
  /// The problem where the first thread is the only one that this user may have.
  package static func problem() -> String? {
    var thread = pthread_t()
    guard pthread_create(&thread, nil, { _ in nil }, nil) != 0 else {
      pthread_join(thread, nil)
      return nil
    }
    return "no second thread can be started; raise the limit on processes: ulimit -u 4096"
  }
}
