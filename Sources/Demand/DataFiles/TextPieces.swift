import CZlib
import Foundation
import Randomness

/// Reads text files that may be compressed with gzip.
package enum Gunzip {
  /// The text of a file.
  /// - Throws: ``DataFileError`` for a file that is missing, unreadable, cut off, damaged or too large.
  package static func text(of path: String) throws -> String {
    var pieces = try TextPieces(of: path)
    var text = ""
    while let piece = try pieces.next() { text += piece }
    return text
  }
}

/// The text of a file, plain or compressed with gzip, in pieces that end with a line, as a row of CSV does: not within
/// quotation marks.
///
/// ```swift
/// var pieces = try TextPieces(of: path)
/// while let piece = try pieces.next() { … }
/// ```
/// A small compressed file may unpack to more than the machine holds; a piece is as large as the longest row, or 256 KiB.
struct TextPieces: ~Copyable {
  /// Bytes.
  private static let chunkSize = 1 << 18
  /// Bytes.
  private static let longestLine = 4 << 20
  /// Bytes.
  private static let largest = 4 << 30

  private let path: String
  private let file: gzFile
  private var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
  /// What was read behind the last piece.
  private var rest: [UInt8] = []
  /// The bytes that were read, and where the line that is not at its end begins in them.
  private var size = 0
  private var lineStart = 0
  /// Line feeds in the pieces that were returned, and in all that was read.
  private var returnedLines = 0
  private var readLines = 0
  /// Whether the rest ends within quotation marks.
  private var isQuoted = false
  private var isAtEnd = false

  /// - Throws: ``DataFileError`` for a file that is missing or cannot be opened.
  init(of path: String) throws {
    let place = try InputFiles.place(of: path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory) else {
      throw DataFileError(file: path, "there is no such file")
    }
    // zlib returns a file that is not compressed as it is.
    guard !isDirectory.boolValue, let file = gzopen(place, "rb") else {
      throw DataFileError(file: path, "cannot be opened: \(isDirectory.boolValue ? "it is a folder" : "no permission")")
    }
    self.path = path
    self.file = file
  }

  deinit { gzclose(file) }

  /// The next piece; `nil` at the end.
  /// - Throws: ``DataFileError`` for a file that is cut off, damaged, too large or no text in UTF-8.
  mutating func next() throws -> String? {
    while !isAtEnd {
      let count = Int(gzread(file, &chunk, UInt32(Self.chunkSize)))
      guard count > 0 else {
        isAtEnd = true
        try requireWhole()
        break
      }
      if size == 0, let kind = Self.otherKind(of: chunk[0..<count]) {
        throw DataFileError(file: path, "is not text in UTF-8 but \(kind); \(Self.remedy)")
      }
      let end = scan(count)
      try requireBounds()
      guard let end else {
        rest += chunk[0..<count]
        continue
      }
      let piece = try text(rest + chunk[0..<end])
      rest = Array(chunk[end..<count])
      return piece
    }
    guard !rest.isEmpty else { return nil }
    let piece = try text(rest)
    rest = []
    return piece
  }

  /// Notes the lines of the chunk; where the last one ends that is not within quotation marks.
  private mutating func scan(_ count: Int) -> Int? {
    var end: Int?
    for place in 0..<count {
      switch chunk[place] {
      case UInt8(ascii: "\n"):
        readLines += 1
        lineStart = size + place + 1
        if !isQuoted { end = place + 1 }
      case UInt8(ascii: "\""): isQuoted.toggle()
      default: break
      }
    }
    size += count
    return end
  }

  private func requireBounds() throws(DataFileError) {
    if size - lineStart > Self.longestLine {
      throw DataFileError(
        file: path, line: readLines + 1,
        "the line is longer than \(Self.longestLine >> 20) MiB: it is no table of text")
    }
    guard size <= Self.largest else {
      throw DataFileError(file: path, "is larger than \(Self.largest >> 30) GiB of text; read a part of it at a time")
    }
  }

  private func requireWhole() throws(DataFileError) {
    var status: Int32 = 0
    let message = gzerror(file, &status).map { String(cString: $0) } ?? ""
    guard status == Z_OK else {
      throw DataFileError(
        file: path,
        status == Z_BUF_ERROR ? "the compressed file is cut off" : "the compressed file is damaged: \(message)")
    }
  }

  private mutating func text(_ bytes: [UInt8]) throws(DataFileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataFileError(
        file: path, line: Self.firstLineNotInUTF8(bytes, from: returnedLines + 1),
        "is not text in UTF-8; \(Self.remedy)")
    }
    returnedLines += bytes.count { $0 == UInt8(ascii: "\n") }
    return text
  }

  private static let remedy =
    "in a spreadsheet choose Save as, CSV UTF-8 (in LibreOffice Text CSV with the character set Unicode (UTF-8))"

  /// What a spreadsheet saves beside CSV in UTF-8; `nil` where the bytes are none of it.
  private static func otherKind(of bytes: ArraySlice<UInt8>) -> String? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a workbook or an archive" }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "a workbook" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "text in UTF-16" }
    // Letters of ASCII in UTF-16 without its mark: every other byte is zero.
    let start = bytes.prefix(64)
    let zeros = start.indices.filter { start[$0] == 0 }
    guard start.count >= 8, 2 * zeros.count >= start.count - 1, Set(zeros.map { $0 % 2 }).count == 1 else { return nil }
    return "text in UTF-16"
  }

  /// The line of the first byte that no text in UTF-8 has at its place.
  private static func firstLineNotInUTF8(_ bytes: [UInt8], from first: Int) -> Int? {
    var line = first
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return nil
  }
}
