import Glibc

/// The limit on files that are open at once. With too few, the runtime of Swift stops a program without a word.
package enum DescriptorLimit {
  /// What a command with its threads, its results and a Python beside it never needs.
  private static let enough: rlim_t = 64

  /// Raises the limit as far as this user may; the problem where that is not enough.
  package static func raise() -> String? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < enough else {
      return nil
    }
    limit.rlim_cur = min(enough, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur < enough else { return nil }
    return "only \(limit.rlim_cur) files may be open at once, and \(enough) are needed; raise the limit: ulimit -n 1024"
  }
}
