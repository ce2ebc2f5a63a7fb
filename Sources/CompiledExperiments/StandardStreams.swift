import Glibc

/// Standard input, output and error.
package enum StandardStreams {
  /// Opens what was closed by whoever started the program, so that no file that is opened later takes the place of one.
  ///
  /// A closed input is empty. Messages to a closed error stream are lost, as was meant; results for a closed output are
  /// lost too, and that is an error of the write.
  package static func openMissing() {
    for (stream, device, mode) in [
      (STDIN_FILENO, "/dev/null", O_RDONLY), (STDOUT_FILENO, "/dev/full", O_WRONLY),
      (STDERR_FILENO, "/dev/null", O_WRONLY),
    ] where fcntl(stream, F_GETFD) == -1 {
      // The lowest number that is free.
      _ = open(device, mode)
    }
  }
}
