import Experimentation
import Results

extension RecordedDirectory {
  /// Compares the files with their hashes, and says on standard error which were changed: what is made of them is not what
  /// the command computed.
  @discardableResult
  func verification() -> DirectoryVerification {
    let verification = DirectoryVerification(self)
    if let warning = verification.warning(in: .english) {
      Terminal.standardError.write(Paragraph.wrap("Warning: \(path): \(warning)").joined(separator: "\n") + "\n")
    }
    return verification
  }
}
