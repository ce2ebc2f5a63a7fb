package import SystemPackage

/// A file or folder that cannot be written.
package struct OutputError: Error, Sendable, CustomStringConvertible {
  package let path: FilePath
  package let problem: String
  package let remedy: String?

  package init(_ path: FilePath, _ problem: String, remedy: String? = nil) {
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }

  package var description: String { "\(path): \(problem)" + (remedy.map { "; \($0)" } ?? "") }

  /// The error behind a failed call of the system.
  init(_ path: FilePath, _ error: any Error) {
    switch error as? Errno {
    case .noSpace, .diskQuotaExceeded:
      self.init(path, "no space is left on the disk", remedy: "make room, or choose another place with --out")
    case .fileTooLarge:
      self.init(path, "grows beyond the largest file allowed here", remedy: "raise the limit: ulimit -f unlimited")
    default: self.init(path, "cannot be written: \(error)")
    }
  }
}
