import CommandOptions
import Experimentation
import Glibc
import Results
import SystemPackage

/// What happens when the run is to stop, or its code stops the program.
///
/// Ctrl-C and a polite kill let the replications under way end, and the run remove what it had begun to write. A trap in
/// an experiment's code (an index out of range, an overflow) ends the program at once: the handler removes the unfinished
/// folder and says which replication it was.
enum SignalHandling {
  // Written once, before any handler is installed; a handler may neither allocate nor lock.
  nonisolated(unsafe) private static var unfinishedFolder: UnsafeMutablePointer<CChar>?
  nonisolated(unsafe) private static var unfinishedCharts: UnsafeMutablePointer<CChar>?
  nonisolated(unsafe) private static var unfinishedFiles: [UnsafeMutablePointer<CChar>?] = []
  nonisolated(unsafe) private static var seed: UInt64 = 0

  /// Takes the signals over.
  /// - Parameter unfinished: the folder to remove, with those files in it, when the program is stopped short.
  static func begin(seed: UInt64, unfinished: FilePath?, files: [String]) {
    self.seed = seed
    unfinishedFolder = unfinished.flatMap { strdup($0.string) }
    unfinishedCharts = unfinished.flatMap { strdup($0.appending(ChartName.folder).string) }
    unfinishedFiles = (files + ChartName.allCases.map(\.path)).map { file in
      unfinished.flatMap { strdup($0.appending(file).string) }
    }
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      handle(number) { number in
        // A second one ends the program at once.
        if Interruption.isRequested {
          SignalHandling.removeUnfinished()
          _exit(128 + number)
        }
        Interruption.request()
      }
    }
    // Who asks for Swift's backtrace is given it.
    if getenv("SWIFT_BACKTRACE") == nil {
      for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
        handle(number, flags: Int32(bitPattern: SA_RESETHAND)) { _ in
          SignalHandling.removeUnfinished()
          SignalHandling.reportTrap()
          _exit(ExitStatus.data.rawValue)
        }
      }
    }
    // A file beyond the size limit, or a reader that has gone, is an error of the write.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether whoever started the program wants it to go on, as `nohup` does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func handle(_ number: Int32, flags: Int32 = 0, by handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    sigaction(number, &action, nil)
  }

  private static func removeUnfinished() {
    for file in unfinishedFiles { if let file { unlink(file) } }
    if let folder = unfinishedCharts { rmdir(folder) }
    if let folder = unfinishedFolder { rmdir(folder) }
  }

  private static func reportTrap() {
    write("Error: the experiment's own code stopped the program")
    if let replication = ReplicationUnderWay.number {
      write(" in replication ")
      write(UInt64(replication))
      write(" of seed ")
      write(seed)
      write(": --seed ")
      write(seed)
      write(" --replications ")
      write(UInt64(replication) + 1)
      write(" reproduces it")
    }
    write("\n  an index out of range, a nil unwrapped, an overflow, or a Double that is no Int; nothing was written\n")
    write("  SWIFT_BACKTRACE=enable=yes before the command shows where\n")
  }

  private static func write(_ text: StaticString) { Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount) }

  private static func write(_ number: UInt64) {
    if number >= 10 { write(number / 10) }
    var digit = UInt8(ascii: "0") + UInt8(number % 10)
    Glibc.write(STDERR_FILENO, &digit, 1)
  }
}
