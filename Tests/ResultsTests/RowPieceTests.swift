import Demand
import Experimentation
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Results

/// Files with the records of rows.
@Suite struct RowPieceTests {
  private static func records(_ rows: Range<Int>) -> [ReplicationRecord] {
    func list(_ row: Int, _ salt: Int) -> [Double] {
      (0..<(row * 7 + salt) % 41).map { place in
        let bits = UInt64(truncatingIfNeeded: (row + 1) * (place + 3) * (salt + 5)) &* 0x9E37_79B9_7F4A_7C15
        let value = Double(bitPattern: bits)
        return value.isNaN ? -0.0 : value
      }
    }
    return rows.map { row in
      ReplicationRecord(
        replication: row, inputs: list(row, 1), measures: list(row, 2).map { $0 > 0 ? $0 : nil },
        timeline: (3..<6).map { list(row, $0) }, starts: list(row, 6), income: [list(row, 7), []])
    }
  }

  private static func piece(_ folder: URL, study: String = "a study", rows: Range<Int> = 20..<420) -> RowPiece {
    RowPiece(study: study, stage: "rows", rows: rows, path: FilePath(folder.appendingPathComponent("piece.rows").path))
  }

  @Test func `records come back bit by bit, and a file that was changed is none`() throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("payoff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (piece, records) = (Self.piece(folder), Self.records(20..<420))
    let writer = try piece.writer()
    for start in stride(from: 0, to: records.count, by: 37) {
      try writer.append(Array(records[start..<min(start + 37, records.count)]), keepsMonths: true)
    }
    let digest = try writer.finish()
    #expect(try piece.check() == digest)
    var read: [ReplicationRecord] = []
    try piece.read(where: { _ in true }) { read += $0 }
    #expect(read == records)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["piece.rows"])
    // Of another study, of other rows, cut off, or with one bit changed.
    #expect(!Self.piece(folder, study: "another study").isSound)
    #expect(!Self.piece(folder, rows: 20..<421).isSound)
    let place = folder.appendingPathComponent("piece.rows")
    let bytes = try Data(contentsOf: place)
    for cut in [0, 1, 31, bytes.count / 2, bytes.count - 1] {
      try bytes.prefix(cut).write(to: place)
      #expect(!piece.isSound, "\(cut) bytes")
    }
    for place in stride(from: 0, to: bytes.count, by: bytes.count / 50) {
      var changed = bytes
      changed[place] ^= 1
      try changed.write(to: folder.appendingPathComponent("piece.rows"))
      #expect(!piece.isSound, "byte \(place)")
    }
  }

  @Test(arguments: ["pipe", "link", "folder"])
  func `what is no file is no piece, and is neither followed nor waited for`(_ kind: String) throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("payoff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let piece = Self.piece(folder)
    switch kind {
    case "pipe": #expect(mkfifo(piece.path.string, 0o600) == 0)
    case "link":
      let whole = RowPiece(
        study: piece.study, stage: piece.stage, rows: piece.rows,
        path: FilePath(folder.appendingPathComponent("whole.rows").path))
      let writer = try whole.writer()
      try writer.append(Self.records(20..<420), keepsMonths: true)
      _ = try writer.finish()
      #expect(whole.isSound)
      try FileManager.default.createSymbolicLink(atPath: piece.path.string, withDestinationPath: "whole.rows")
    default: try FileManager.default.createDirectory(atPath: piece.path.string, withIntermediateDirectories: true)
    }
    #expect {
      try piece.check()
    } throws: { "\($0)".contains("is no regular file, but a \(kind)") }
    #expect(throws: RowPiece.Damaged.self) { try piece.read(where: { _ in true }) { _ in } }
  }

  /// Somebody who edits rows can make their hash anew: what they hold is looked at as well.
  @Test func `rows that are not those of the run are refused, whatever their hash`() throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("payoff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let schema = RunSchema(
      measures: ["npv", "month"].map { MeasureDeclaration(name: $0, unit: .one, meaning: "") },
      series: [MeasureDeclaration(name: "cash", unit: .one, meaning: "")], startingSeries: [0],
      horizon: Horizon(from: .month(2026, 1), months: 3))
    func record(
      _ row: Int, inputs: [Double] = [1], measures: [Double?] = [2, nil], timeline: [[Double]] = [[1, 2, 3]],
      starts: [Double] = [0], income: [[Double]] = []
    ) -> ReplicationRecord {
      ReplicationRecord(
        replication: row, inputs: inputs, measures: measures, timeline: timeline, starts: starts, income: income)
    }
    func read(_ record: ReplicationRecord) throws {
      let piece = Self.piece(folder, rows: 0..<1)
      var buffer = RowPiece.Buffer(from: 0)
      buffer.append([record], keepsMonths: true)
      try piece.write(buffer)
      #expect(piece.isSound)
      try piece.read(where: { schema.admits($0, inputs: 1) }) { _ in }
    }
    try read(record(0))
    try read(record(0, timeline: [], starts: []))
    let others = [
      record(1), record(-1), record(0, inputs: []), record(0, inputs: [1, 2]), record(0, inputs: [.nan]),
      record(0, measures: [2]), record(0, measures: [2, 3, 4]), record(0, measures: [.infinity, nil]),
      record(0, measures: [2, -1e76]), record(0, timeline: [[1, 2]]), record(0, timeline: [[1, 2, 3, 4]]),
      record(0, timeline: [[1, 2, 3], [1, 2, 3]]), record(0, timeline: [[1, .nan, 3]]), record(0, starts: [1, 2]),
      record(0, income: [[1, 2]]),
    ]
    for other in others { #expect(throws: RowPiece.Damaged.self, "\(other)") { try read(other) } }
  }
}
