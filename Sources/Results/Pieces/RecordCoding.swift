import Experimentation

/// Records of rows as bytes. A number is its bits, so that it reads back as the same one.
enum RecordCoding {
  static func append(_ record: ReplicationRecord, keepsMonths: Bool, to bytes: inout [UInt8]) {
    append(Int64(record.replication), to: &bytes)
    append(record.inputs, to: &bytes)
    append(UInt32(record.measures.count), to: &bytes)
    for measure in record.measures {
      bytes.append(measure == nil ? 0 : 1)
      append((measure ?? 0).bitPattern, to: &bytes)
    }
    append(keepsMonths ? record.timeline : [], to: &bytes)
    append(keepsMonths ? record.starts : [], to: &bytes)
    append(keepsMonths ? record.income : [], to: &bytes)
  }

  private static func append(_ lists: [[Double]], to bytes: inout [UInt8]) {
    append(UInt32(lists.count), to: &bytes)
    for list in lists { append(list, to: &bytes) }
  }

  private static func append(_ values: [Double], to bytes: inout [UInt8]) {
    append(UInt32(values.count), to: &bytes)
    // The machines that this runs on are little-endian, as the format is.
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// The bytes of a file of records, from front to end.
struct RecordBytes {
  /// Bytes that are no record, or end within one.
  struct Damaged: Error {}

  private let read: (Int) throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var place = 0

  private static let chunk = 1 << 18

  /// - `read`: the next bytes, at most so many; none at the end.
  init(_ read: @escaping (Int) throws -> [UInt8]) { self.read = read }

  mutating func record() throws -> ReplicationRecord {
    let replication = Int(try number(Int64.self))
    let inputs = try values()
    var measures: [Double?] = []
    for _ in 0..<(try number(UInt32.self)) {
      let isThere = try number(UInt8.self) == 1
      let value = Double(bitPattern: try number(UInt64.self))
      measures.append(isThere ? value : nil)
    }
    return ReplicationRecord(
      replication: replication, inputs: inputs, measures: measures, timeline: try lists(), starts: try values(),
      income: try lists())
  }

  /// The bytes up to a line feed, as text.
  mutating func line() throws -> String {
    var line: [UInt8] = []
    while line.count < 4096 {
      let byte = try number(UInt8.self)
      if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    throw Damaged()
  }

  private mutating func lists() throws -> [[Double]] {
    var lists: [[Double]] = []
    for _ in 0..<(try number(UInt32.self)) { lists.append(try values()) }
    return lists
  }

  private mutating func values() throws -> [Double] {
    let count = Int(try number(UInt32.self))
    try require(8 * count)
    let values = (0..<count).map { Double(bitPattern: word(at: place + 8 * $0)) }
    place += 8 * count
    return values
  }

  private func word(at place: Int) -> UInt64 {
    buffer.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) throws -> Number {
    let size = MemoryLayout<Number>.size
    try require(size)
    defer { place += size }
    return buffer.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
  }

  /// Sees to it that so many bytes are in the buffer.
  private mutating func require(_ count: Int) throws {
    guard buffer.count - place < count else { return }
    // A damaged length must not ask for all the memory there is.
    guard count < 1 << 30 else { throw Damaged() }
    buffer.removeFirst(place)
    place = 0
    while buffer.count < count {
      let next = try read(max(Self.chunk, count - buffer.count))
      guard !next.isEmpty else { throw Damaged() }
      buffer += next
    }
  }
}
