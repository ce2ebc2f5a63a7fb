import CCrypto
import SystemPackage

/// A new file that is written from front to end and hashed on the way.
final class OutputFile {
  private let path: FilePath
  private let descriptor: FileDescriptor
  private let digest: OpaquePointer?
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
    digest = EVP_MD_CTX_new()
    EVP_DigestInit_ex(digest, EVP_sha256(), nil)
  }

  deinit {
    if isOpen { try? descriptor.close() }
    EVP_MD_CTX_free(digest)
  }

  func write(_ data: [UInt8]) throws(OutputError) {
    do {
      try descriptor.writeAll(data)
    } catch {
      throw OutputError(path, error)
    }
    EVP_DigestUpdate(digest, data, data.count)
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
    var hash = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(digest, &hash, nil)
    return (bytes, hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
  }
}
