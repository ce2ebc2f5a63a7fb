import Glibc

/// The limit on the stack. A program with too small a one is ended as if it had a fault.
package enum StackLimit {
  /// More than any command needs.
  private static let enough: rlim_t = 1 << 20
  /// What a shell gives.
  private static let usual: rlim_t = 8 << 20

  /// Raises the limit of the programs that are started from now on as far as this user may; the problem where that is not
  /// enough.
  package static func raise() -> String? {
    let resource = __rlimit_resource_t(RLIMIT_STACK.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < enough else { return nil }
    limit.rlim_cur = min(usual, limit.rlim_max)
    setrlimit(resource, &limit)
    guard limit.rlim_cur < enough else { return nil }
    return "the stack may have only \(limit.rlim_cur >> 10) KiB, and \(enough >> 10) are needed; raise the limit: "
      + "ulimit -s \(usual >> 10)"
  }
}
