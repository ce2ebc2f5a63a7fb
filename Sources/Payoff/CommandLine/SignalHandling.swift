import Experimentation
import Glibc

/// Ctrl-C and a polite kill let the replications under way end, and the run remove what it had begun to write.
enum SignalHandling {
  static func stopRunOnInterrupt() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        // A second one ends the program at once.
        if Interruption.isRequested { _exit(128 + number) }
        Interruption.request()
      }
      sigaction(number, &action, nil)
    }
    // A file beyond the size limit, or a reader that has gone, is an error of the write.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }
}
