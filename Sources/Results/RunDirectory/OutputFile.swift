import SystemPackage

/// A new file that is written from front to end and hashed on the way.
final class OutputFile {
  private let path: FilePath
  private let descriptor: FileDescriptor
  private var digest = MessageDigest()
  private var bytes = 0
  private var isOpen = true

  /// - Parameter shown: the path that a message names.
  init(_ path: FilePath, shownAs shown: FilePath) throws(OutputError) {
    self.path = shown
    do {
      descriptor = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch {
      throw OutputError(shown, error)
    }
  }

  deinit {
    if isOpen { try? descriptor.close() }
  }

  func write(_ data: [UInt8]) throws(OutputError) {
    do {
      try descriptor.writeAll(data)
    } catch {
      throw OutputError(path, error)
    }
    digest.update(data)
    bytes += data.count
  }

  /// Closes the file; its size and its SHA-256 in hexadecimal.
  func close() throws(OutputError) -> (bytes: Int, sha256: String) {
    isOpen = false
    do {
      try descriptor.close()
    } catch {
      throw OutputError(path, error)
    }
    return (bytes, digest.hexadecimal())
  }
}
