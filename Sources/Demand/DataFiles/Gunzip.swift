import CZlib
import Foundation

/// Reads text files that may be compressed with gzip.
package enum Gunzip {
  /// The text of a file: zlib passes a file that is not compressed through as it is.
  /// - Throws: ``DataFileError`` for a file that is missing, unreadable, cut off or damaged.
  package static func text(of path: String) throws -> String {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw DataFileError(file: path, "there is no such file")
    }
    guard !isDirectory.boolValue, let file = gzopen(path, "rb") else {
      throw DataFileError(file: path, "cannot be opened: \(isDirectory.boolValue ? "it is a folder" : "no permission")")
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = gzread(file, &chunk, UInt32(chunk.count))
      guard count > 0 else { break }
      bytes.append(contentsOf: chunk[0..<Int(count)])
    }
    var status: Int32 = 0
    let message = gzerror(file, &status).map { String(cString: $0) } ?? ""
    guard status == Z_OK else {
      throw DataFileError(
        file: path,
        status == Z_BUF_ERROR ? "the compressed file is cut off" : "the compressed file is damaged: \(message)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataFileError(file: path, "is not text in UTF-8")
    }
    return text
  }
}
