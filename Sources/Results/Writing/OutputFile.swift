import CMessageDigest
import Glibc
package import SystemPackage

/// The size of a file and its SHA-256 in hexadecimal.
package struct FileDigest: Sendable, Hashable, Codable {
  package let bytes: Int
  package let sha256: String
}

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

  /// The SHA-256 of what has been written so far.
  var hashSoFar: [UInt8] {
    var digest = digest
    return digest.bytes()
  }

  func close() throws(OutputError) -> FileDigest {
    isOpen = false
    do {
      // Where the disk is full or gone, this is where it may be said first.
      let isKept = fsync(descriptor.rawValue) == 0 || errno == EINVAL || errno == ENOSYS
      let error = Errno(rawValue: errno)
      try descriptor.close()
      guard isKept else { throw error }
    } catch {
      throw OutputError(path, error)
    }
    return FileDigest(bytes: bytes, sha256: digest.hexadecimal())
  }

  /// Sees to it that the names in a folder outlast a power cut.
  static func synchronise(_ folder: FilePath) {
    guard let folder = try? FileDescriptor.open(folder.isEmpty ? "." : folder, .readOnly, options: .directory) else {
      return
    }
    fsync(folder.rawValue)
    try? folder.close()
  }
}

extension FileDigest {
  /// The size and hash of a file that is there.
  /// - Throws: ``RegularFile/Other`` for what is no file, and the error of the system.
  package init(contentsOf path: FilePath) throws {
    var (digest, count) = (MessageDigest(), 0)
    try Self.read(path) { bytes in
      digest.update(bytes)
      count += bytes.count
    }
    self.init(bytes: count, sha256: digest.hexadecimal())
  }

  /// Copies a file, and returns the size and hash of the copy.
  /// - Throws: ``OutputError`` for a copy that cannot be written, ``RegularFile/Other`` for what is no file, and the error of
  ///   the system for a file that cannot be read.
  package static func copying(_ path: FilePath, to copy: FilePath, isProgram: Bool = false) throws -> FileDigest {
    let file = try OutputFile(copy, shownAs: copy)
    try read(path) { try file.write($0) }
    let digest = try file.close()
    if isProgram, chmod(copy.string, 0o755) != 0 { throw OutputError(copy, Errno(rawValue: errno)) }
    return digest
  }

  private static func read(_ path: FilePath, _ receive: ([UInt8]) throws -> Void) throws {
    let file = try RegularFile.open(path, followsLinks: true)
    try file.closeAfter {
      while true {
        let bytes = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
          count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        guard !bytes.isEmpty else { return }
        try receive(bytes)
      }
    }
  }
}

/// SHA-256 of bytes that come piece by piece.
package struct MessageDigest: Sendable {
  private var context = SHA2_CTX()

  package init() { SHA256Init(&context) }

  package mutating func update(_ bytes: some Collection<UInt8>) {
    let count = bytes.count
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { SHA256Update(&context, $0.baseAddress, count) }
    if isDone == nil { SHA256Update(&context, Array(bytes), count) }
  }

  /// The 32 bytes.
  package mutating func bytes() -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: 32)
    SHA256Final(&hash, &context)
    return hash
  }

  /// The hash in hexadecimal.
  package mutating func hexadecimal() -> String {
    bytes().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

/// A file or folder that cannot be written.
package struct OutputError: Error, Sendable, CustomStringConvertible {
  package let path: FilePath
  package let problem: String
  package let remedy: String?
  /// Whether others' results have come to be where those that were computed should go, so that nobody needs these.
  package internal(set) var isTaken = false

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
      self.init(path, "no space is left on the disk", remedy: "free some space, or choose another place with --out")
    case .fileTooLarge:
      self.init(path, "is larger than the file size limit", remedy: "raise the limit: ulimit -f unlimited")
    default: self.init(path, "cannot be written: \(error)")
    }
  }
}
