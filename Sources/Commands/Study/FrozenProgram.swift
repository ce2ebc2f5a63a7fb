import CFiles
import Glibc
import SystemPackage

/// The program that is running, and the libraries that it has loaded beside those of the system's C library.
enum FrozenProgram {
  static var program: FilePath {
    guard let path = realpath("/proc/self/exe", nil) else { return "/proc/self/exe" }
    defer { free(path) }
    return FilePath(String(cString: path))
  }

  /// Paths as the loader found them, whose last parts are the names that it looks for.
  static var libraries: [FilePath] {
    var found: [FilePath] = []
    withUnsafeMutablePointer(to: &found) { found in
      payoff_each_library(
        { path, found in
          found?.assumingMemoryBound(to: [FilePath].self).pointee.append(FilePath(String(cString: path)))
        }, found)
    }
    return found.filter { library in
      guard let name = library.lastComponent?.string, library.isAbsolute else { return false }
      return !systemLibraries.contains { name.hasPrefix($0) }
    }
  }

  /// Parts of glibc belong to the loader of a machine, and are there on each.
  private static let systemLibraries = [
    "ld-linux", "linux-vdso", "libc.", "libm.", "libmvec.", "libpthread.", "libdl.", "librt.", "libresolv.", "libutil.",
    "libanl.", "libnss_",
  ]
}
