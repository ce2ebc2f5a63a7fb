import CFaults
import Experimentation
import Glibc
import Results
import Synchronization

/// Interruption by the user, and crashes.
///
/// Ctrl-C and a polite kill let the replications under way end, and the run remove what it had begun to write; code that
/// does not end within three seconds is stopped where it is. A trap (an index out of range, an overflow) ends the program
/// at once: the handler removes the unfinished folder, and says whose code it was and what it was doing.
enum SignalHandling {
  private static let seed = Atomic<UInt64>(0)
  /// The signal that asked the program to stop.
  private static let request = Atomic<Int32>(SIGTERM)
  /// The thread whose trap is told; 0 before there is one.
  private static let trapped = Atomic<UInt>(0)

  /// Notes the seed of the run, by which a replication is made again.
  static func note(seed: UInt64) { self.seed.store(seed, ordering: .relaxed) }

  /// Takes the signals over.
  static func begin() {
    // What is made when it is first asked for is made before a handler asks.
    _ = PieceStore.holdsRows
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      handle(number) { number, _, _ in
        // A second one ends the program at once.
        if Interruption.isRequested {
          UnfinishedFiles.remove()
          _exit(128 + number)
        }
        Interruption.request()
        SignalHandling.request.store(number, ordering: .relaxed)
        alarm(3)
      }
    }
    // What does not look whether it is to stop, such as an experiment's own loop, is stopped.
    handle(SIGALRM) { _, _, _ in
      UnfinishedFiles.remove()
      SignalHandling.write(
        PieceStore.holdsRows
          ? "stopped; the same command with --resume goes on from what is finished\n" : "stopped; nothing was written\n"
      )
      _exit(128 + SignalHandling.request.load(ordering: .relaxed))
    }
    // Who asks for Swift's backtrace is given it.
    if getenv("SWIFT_BACKTRACE") == nil {
      payoff_faults_prepare()
      CodeUnderWay.prepare { payoff_faults_prepare_thread() }
      for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
        handle(number, onOwnStack: true) { _, info, context in
          SignalHandling.beFirstToTell()
          UnfinishedFiles.remove()
          let isOurs = context.map { payoff_fault_origin($0) == PAYOFF_FAULT_LIBRARY } ?? false
          var isOfStack = false
          if let info, let context { isOfStack = payoff_fault_is_of_stack(info, context) != 0 }
          SignalHandling.reportTrap(isOurs: isOurs, isOfStack: isOfStack)
          _exit(isOurs ? ExitStatus.software.rawValue : ExitStatus.data.rawValue)
        }
      }
    }
    atexit { SignalHandling.reportEnd() }
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

  private typealias Handler = @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

  /// - `onOwnStack`: whether the handler runs on the stack that the thread has for handlers, where it has one.
  private static func handle(_ number: Int32, onOwnStack: Bool = false, by handler: @escaping Handler) {
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = handler
    action.sa_flags = SA_SIGINFO | (onOwnStack ? SA_ONSTACK : 0)
    sigaction(number, &action, nil)
  }

  /// Replications on several threads may trap at once: the first tells it and ends the program, the others wait for that.
  private static func beFirstToTell() {
    let thread = UInt(pthread_self())
    let (isFirst, telling) = trapped.compareExchange(expected: 0, desired: thread, ordering: .sequentiallyConsistent)
    guard !isFirst else { return }
    // A trap while the first is told cannot be told.
    if telling == thread { _exit(ExitStatus.software.rawValue) }
    while true { pause() }
  }

  /// An experiment that ends the program in the middle of its own code has said nothing, and would look like a success.
  private static func reportEnd() {
    guard CodeUnderWay.current != nil else { return }
    UnfinishedFiles.remove()
    write("Error: the experiment's own code ended the program")
    writePlace()
    write("\n  it called exit, or a library did that it uses; nothing was written\n")
    _exit(ExitStatus.data.rawValue)
  }

  private static func reportTrap(isOurs: Bool, isOfStack: Bool) {
    if isOurs {
      write("Error: Payoff crashed")
    } else {
      write("Error: the experiment's own code crashed")
    }
    writePlace()
    if isOurs {
      write("\n  this is a bug in Payoff, not in the experiment; nothing was written\n")
      write("  set SWIFT_BACKTRACE=enable=yes for a backtrace, and please report it\n")
    } else {
      write("\n  ")
      if let line = CodeUnderWay.line {
        write("on line ")
        Glibc.write(STDERR_FILENO, line, strlen(line))
        write(": ")
      }
      write(
        isOfStack
          ? "its stack is full, as by a function that calls itself without end; nothing was written\n"
          : "index out of range, nil unwrapped, overflow, or a Double that is not an Int; nothing was written\n")
      write("  set SWIFT_BACKTRACE=enable=yes for a backtrace\n")
    }
  }

  /// What the experiment's code was doing.
  private static func writePlace() {
    switch CodeUnderWay.current {
    case .replication(let number):
      write(" in replication ")
      write(UInt64(number))
      write(" of seed ")
      write(seed.load(ordering: .relaxed))
      write(": --seed ")
      write(seed.load(ordering: .relaxed))
      write(" --replications ")
      write(UInt64(number) + 1)
      write(" reproduces it")
    case .answer: write(" in its answer")
    case .declarations: write(" in the declarations of its inputs")
    case nil: break
    }
  }

  private static func write(_ text: StaticString) { Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount) }

  private static func write(_ number: UInt64) {
    if number >= 10 { write(number / 10) }
    var digit = UInt8(ascii: "0") + UInt8(number % 10)
    Glibc.write(STDERR_FILENO, &digit, 1)
  }
}
