import Glibc

/// The folder in which what took time is kept: compiled experiments, capacity curves.
package enum CacheFolder {
  /// `PAYOFF_CACHE`, or `payoff` in the user's folder for caches.
  package static var path: String {
    if let folder = variable("PAYOFF_CACHE") { return folder }
    if let folder = variable("XDG_CACHE_HOME") { return folder + "/payoff" }
    return (variable("HOME") ?? "/tmp") + "/.cache/payoff"
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
