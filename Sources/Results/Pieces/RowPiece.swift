package import Experimentation
import FoundationEssentials
import Glibc
package import SystemPackage

/// A file with the records of consecutive rows of a stage: written whole or not at all, and checked before it is read.
///
/// Its head says in text which rows of which study it holds; behind it stand the records, and the SHA-256 of all of it.
package struct RowPiece: Sendable, Hashable {
  /// The hash of what is computed.
  package let study: String
  package let stage: String
  package let rows: Range<Int>
  package let path: FilePath

  package init(study: String, stage: String, rows: Range<Int>, path: FilePath) {
    self.study = study
    self.stage = stage
    self.rows = rows
    self.path = path
  }

  private var head: String { "payoff-rows 1\n\(study)\n\(stage)\n\(rows.lowerBound) \(rows.upperBound)\n" }

  /// The bytes of records before they have a file.
  package struct Buffer: Sendable {
    fileprivate var bytes: [UInt8] = []
    package private(set) var rows: Range<Int>

    /// Begins with no rows.
    package init(from row: Int) { rows = row..<row }

    package mutating func append(_ records: [ReplicationRecord], keepsMonths: Bool) {
      for record in records { RecordCoding.append(record, keepsMonths: keepsMonths, to: &bytes) }
      rows = rows.lowerBound..<rows.upperBound + records.count
    }
  }

  /// Writes records that are in memory.
  package func write(_ buffer: Buffer) throws(OutputError) {
    let writer = try writer()
    try writer.append(buffer.bytes)
    _ = try writer.finish()
  }

  /// Bytes of the hash at the end.
  private static let tail = 32

  // MARK: Writing

  /// The records of a piece before its file is in place.
  package final class Writer {
    private let piece: RowPiece
    private let partial: FilePath
    private let file: OutputFile
    private var buffer: [UInt8]
    private var isDone = false

    fileprivate init(_ piece: RowPiece) throws(OutputError) {
      self.piece = piece
      let name = ".\(piece.path.lastComponent?.string ?? "rows").partial-\(FilePath.partialEnding)"
      partial = piece.path.removingLastComponent().appending(name)
      file = try OutputFile(partial, shownAs: piece.path)
      buffer = Array(piece.head.utf8)
    }

    deinit { if !isDone { unlink(partial.string) } }

    /// Writes the records of the next rows.
    package func append(_ records: [ReplicationRecord], keepsMonths: Bool) throws(OutputError) {
      for record in records {
        RecordCoding.append(record, keepsMonths: keepsMonths, to: &buffer)
        if buffer.count >= 1 << 18 { try flush() }
      }
    }

    fileprivate func append(_ bytes: [UInt8]) throws(OutputError) {
      buffer += bytes
      try flush()
    }

    private func flush() throws(OutputError) {
      try file.write(buffer)
      buffer.removeAll(keepingCapacity: true)
    }

    /// Puts the file in its place.
    package func finish() throws(OutputError) -> FileDigest {
      try flush()
      try file.write(file.hashSoFar)
      let written = try file.close()
      guard rename(partial.string, piece.path.string) == 0 else {
        throw OutputError(piece.path, "cannot be moved into place: \(Errno(rawValue: errno))")
      }
      isDone = true
      OutputFile.synchronise(piece.path.removingLastComponent())
      return written
    }
  }

  package func writer() throws(OutputError) -> Writer { try Writer(self) }

  // MARK: Reading

  /// A piece that is not as it was written.
  package struct Damaged: Error, Sendable, CustomStringConvertible {
    package let path: FilePath
    package let problem: String
    package var description: String {
      "\(path.string.showingControls()): \(problem); remove it, and compute its rows again"
    }
  }

  /// Whether the file is there, of these rows, and as it was written.
  package var isSound: Bool { (try? check()) != nil }

  /// The hash of the whole file.
  /// - Throws: ``Damaged`` for a file that is not there, of other rows, cut off or changed, and for what is no file.
  @discardableResult
  package func check() throws(Damaged) -> FileDigest {
    do {
      let file = try RegularFile.open(path)
      return try file.closeAfter {
        let size = Int(try file.seek(offset: 0, from: .end))
        try file.seek(offset: 0, from: .start)
        let head = Array(self.head.utf8)
        var (digest, whole, seen) = (MessageDigest(), MessageDigest(), 0)
        var end: [UInt8] = []
        while true {
          let bytes = try Self.read(file, 1 << 18)
          guard !bytes.isEmpty else { break }
          if seen == 0, !bytes.starts(with: head) {
            throw Damaged(path: path, problem: "does not hold rows \(rows.lowerBound) to \(rows.upperBound - 1)")
          }
          whole.update(bytes)
          let hashed = min(max(size - Self.tail - seen, 0), bytes.count)
          digest.update(bytes[..<hashed])
          end += bytes[hashed...]
          seen += bytes.count
        }
        guard seen == size, digest.bytes() == end else { throw Damaged(path: path, problem: "was cut off or changed") }
        return FileDigest(bytes: size, sha256: whole.hexadecimal())
      }
    } catch let error as Damaged {
      throw error
    } catch let error as RegularFile.Other {
      throw Damaged(path: path, problem: "\(error)")
    } catch {
      throw Damaged(path: path, problem: "cannot be read: \(error)")
    }
  }

  private static func read(_ file: FileDescriptor, _ count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Reads the records in order, some at a time.
  ///
  /// - `admits`: whether a record has the columns that are expected: a hash says nothing about whoever wrote both.
  /// - Throws: ``Damaged`` for a file that is not as it was written, and what `receive` throws.
  package func read(
    where admits: (ReplicationRecord) -> Bool, _ receive: ([ReplicationRecord]) throws -> Void
  ) throws {
    let file: FileDescriptor
    do {
      file = try RegularFile.open(path)
    } catch {
      throw Damaged(path: path, problem: "cannot be read: \(error)")
    }
    try file.closeAfter {
      var bytes = RecordBytes { try Self.read(file, $0) }
      var records: [ReplicationRecord] = []
      do {
        for _ in head.split(separator: "\n") { _ = try bytes.line() }
      } catch {
        throw Damaged(path: path, problem: "was cut off or changed")
      }
      for row in rows {
        do {
          records.append(try bytes.record())
        } catch {
          throw Damaged(path: path, problem: "was cut off or changed")
        }
        guard let record = records.last, record.replication == row else {
          throw Damaged(path: path, problem: "has its rows in disorder")
        }
        guard admits(record) else {
          throw Damaged(path: path, problem: "has columns in row \(row) that are not those of this run")
        }
        guard records.count == Self.round || row == rows.upperBound - 1 else { continue }
        try receive(records)
        records.removeAll(keepingCapacity: true)
      }
    }
  }

  private static let round = 256
}
