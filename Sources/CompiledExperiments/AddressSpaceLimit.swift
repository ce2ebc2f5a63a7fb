import Glibc

/// The limit on the addresses that a program may use. Where the stacks of its threads find no room, the runtime of Swift
/// waits for them for ever.
package enum AddressSpaceLimit {
  /// What the libraries take.
  private static let libraries = 144
  /// The stack of a thread; there is one for each core.
  private static let thread = 8

  /// What draws charts reserves for itself, whatever it uses of it; in GiB.
  private static let drawing = 128

  private static var limit: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return .max }
    return Int(clamping: limit.rlim_cur)
  }

  /// The problem where a command cannot begin.
  package static func problem() -> String? {
    let (limit, enough) = (limit, libraries + thread * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    guard limit >> 20 < enough else { return nil }
    return "only \(limit >> 20) MiB of address space may be used, and \(enough) are needed to begin; raise the limit: "
      + "ulimit -v unlimited"
  }

  /// The problem where no chart can be drawn.
  package static func problemOfDrawing() -> String? {
    let limit = limit
    guard limit >> 30 < drawing else { return nil }
    return
      "charts cannot be drawn: what draws them reserves addresses of \(drawing) GiB, of which it uses little, and only "
      + "\(limit >> 20) MiB may be used; raise the limit: ulimit -v unlimited"
  }
}
