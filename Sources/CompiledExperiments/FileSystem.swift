import Glibc
package import SystemPackage

/// What the start of `payoff` asks of the file system. Without Foundation, whose loading takes longer than all the rest.
package enum FileSystem {
  /// Whether something is there, and whether it is a folder; `nil` where nothing is.
  package static func isFolder(_ path: FilePath) -> Bool? {
    guard let status = status(of: path) else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  package static func isExecutable(_ path: FilePath) -> Bool { access(path.string, X_OK) == 0 }

  /// The number of bytes of a file; `nil` where there is none.
  package static func size(of path: FilePath) -> Int? { status(of: path).map { Int($0.st_size) } }

  /// Whether nobody but this user, and root, can have written it: so it is where nothing is, too.
  package static func isOwn(_ path: FilePath) -> Bool {
    guard let status = status(of: path) else { return true }
    return status.st_uid == geteuid() && status.st_mode & S_IWOTH == 0
  }

  /// The names in a folder, sorted; none where it cannot be read.
  package static func names(in folder: FilePath) -> [String] {
    guard let stream = opendir(folder.isEmpty ? "." : folder.string) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { bytes in
        bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The bytes of a file. What is none, such as a pipe, is not waited for.
  package static func contents(of path: FilePath) throws(Errno) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
      return try file.closeAfter {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { throw Errno.isDirectory }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Errno.notSupported }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
          let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
          if count == 0 { return bytes }
          bytes += buffer[..<count]
        }
      }
    } catch {
      throw error as? Errno ?? .ioError
    }
  }

  /// A file's path, size and time of change: enough to notice that it is another one.
  static func stamp(of path: FilePath) -> String {
    guard let status = status(of: path) else { return "\(path) is missing" }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// The folder that relative paths begin in.
  static var currentFolder: FilePath {
    guard let text = getcwd(nil, 0) else { return "." }
    defer { free(text) }
    return FilePath(String(cString: text))
  }

  private static func status(of path: FilePath) -> stat? {
    var status = stat()
    return stat(path.isEmpty ? "." : path.string, &status) == 0 ? status : nil
  }
}
