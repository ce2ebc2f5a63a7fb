import Results

extension OutputDirectory {
  /// Says on standard error what limits the trust in the results, and keeps it with them.
  func note(_ text: String) {
    Terminal.standardError.write("Note: \(text)\n")
    warn(text)
  }
}
