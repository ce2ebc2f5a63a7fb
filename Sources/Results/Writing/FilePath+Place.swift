import Glibc
import SystemPackage

extension FilePath {
  /// Where the path of something that is there leads, without links and dots.
  var resolved: FilePath? {
    guard let resolved = realpath(string, nil) else { return nil }
    defer { free(resolved) }
    return FilePath(String(cString: resolved))
  }

  /// Whether it is a link to something that is not there.
  var isDanglingLink: Bool {
    var target: CChar = 0
    return resolved == nil && readlink(string, &target, 1) >= 0
  }

  /// What ends the names of files and folders that are not complete: nobody else's.
  static var partialEnding: String { String(UInt64.random(in: .min ... .max), radix: 36) }
}
