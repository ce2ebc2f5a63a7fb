import CMessageDigest

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
