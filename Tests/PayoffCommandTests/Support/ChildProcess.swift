import Foundation
import Glibc
import Synchronization

/// A process that has been started, by `posix_spawn`.
///
/// Foundation's `Process` copies the entries of `/proc/self/fd` beyond the end of what was read, which now and then lies beyond
/// the end of the memory.
final class ChildProcess: Sendable {
  let identifier: Int32
  private let status = Mutex<Int32?>(nil)

  /// The system did not start it.
  struct NotStarted: Error {
    let code: Int32
  }

  /// Starts a program in a process group of its own, with no input and none of the open files of this process.
  init(
    _ program: URL, _ arguments: [String], environment: [String: String], folder: URL, output: URL, error: URL
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, error.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    // One that is closed meanwhile does not matter.
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      if let file = Int32(name), file > 2 { posix_spawn_file_actions_addclose(&actions, file) }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // Threads of the test library block signals, and ignore some.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let moved = ["/bin/sh", "-c", #"cd -- "$0" && exec "$@""#, folder.path, program.path] + arguments
    let words = moved.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, moved[0], &actions, &attributes, words, variables)
    guard code == 0 else { throw NotStarted(code: code) }
    identifier = started
  }

  deinit {
    if exitStatus == nil {
      kill(identifier, SIGKILL)
      var end: Int32 = 0
      waitpid(identifier, &end, 0)
    }
  }

  /// The exit code, or 128 and the number of the signal that ended it, as a shell says it; `nil` while it runs.
  var exitStatus: Int32? {
    status.withLock { known in
      var end: Int32 = 0
      if known == nil, waitpid(identifier, &end, WNOHANG) == identifier {
        known = end & 0x7f == 0 ? (end >> 8) & 0xff : 128 + (end & 0x7f)
      }
      return known
    }
  }
}
