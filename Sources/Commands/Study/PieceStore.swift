import Experimentation
import FoundationEssentials
import Glibc
import Results
import Synchronization
import SystemPackage

/// The finished rows of a command that is under way: kept beside the place of its results until these are written, so that a
/// run that is cut off can be gone on with.
///
/// They lie in the hidden folder `.NAME.pieces`, a file for every second or so, with what they are rows of in `study.json`.
/// A run that takes no longer than a second keeps nothing.
final class PieceStore {
  private let folder: FilePath
  private let resumes: Bool
  private let description: RunDescription
  /// What is computed, noted before the first row.
  private var subject: StudyIdentity.Subject?
  /// The same with what it is computed by, where that is wanted.
  private var known: KnownStudy?
  /// Held as long as a run computes into the folder.
  private var lock: FileDescriptor?
  /// Pieces that may be read, by the number of the computation: those that were sound when it began.
  private var kept: [String: [RowPiece]] = [:]
  private var computations = 0
  private var isKeeping = true
  /// Whether rows of an earlier run lie in the folder.
  private var hasEarlierRows = false

  private var pending: [(stage: String, buffer: RowPiece.Buffer)] = []
  private let begin = ContinuousClock.now
  private var lastWrite = ContinuousClock.now

  private static let studyFile = "study.json"
  private static let suffix = ".rows"

  /// The store of the command that runs.
  nonisolated(unsafe) private static var current: PieceStore?
  /// Whether it holds rows; safe to ask in a signal handler.
  private static let holds = Atomic<Bool>(false)

  /// - `place`: where the results will be.
  init(beside place: FilePath, resumes: Bool, _ description: RunDescription) {
    folder = place.removingLastComponent().appending(".\(place.lastComponent?.string ?? "results").pieces")
    self.resumes = resumes
    self.description = description
  }

  /// Whether rows are kept with which `--resume` goes on.
  static var holdsRows: Bool { holds.load(ordering: .relaxed) }

  /// What to do behind the message of a run that was stopped.
  static let remedy = ", which are kept: the same command with --resume goes on from them"

  /// Removes what the command has kept, unless it has not looked at it: an error of its options must not cost the rows.
  static func discardRows() {
    if let current, current.computations > 0 { discard() }
  }

  /// Removes what the command has kept: the place of its results was taken by those of another meanwhile. Rows that an
  /// earlier run has left stay.
  static func discardOwnRows() {
    if let current, !current.hasEarlierRows { discard() }
  }

  /// Removes what the command has kept: its results are there, or there will be none.
  static func discard() {
    current?.remove()
    current = nil
    holds.store(false, ordering: .relaxed)
  }

  // MARK: Computing

  /// Hands over the records of rows in order: those that are kept, and those that it computes.
  ///
  /// - `admits`: whether a record that was read has the columns of this computation.
  func compute(
    _ range: Range<Int>, keepsMonths: Bool, where admits: (ReplicationRecord) -> Bool,
    _ receive: ([ReplicationRecord], _ isKept: Bool) throws -> Void,
    _ evaluate: (Range<Int>, ([ReplicationRecord]) throws -> Void) throws -> Void
  ) throws {
    if subject == nil { try open(range) }
    let stage = "\(computations)"
    computations += 1
    var first = range.lowerBound
    kept[stage]?.removeAll { !Self.lies($0.rows, in: range) }
    while first < range.upperBound {
      if let piece = piece(stage, with: first) {
        let end = min(piece.rows.upperBound, range.upperBound)
        try piece.read(where: admits) { records in
          try receive(records.filter { (first..<end).contains($0.replication) }, true)
        }
        first = end
        continue
      }
      let next = kept[stage]?.map(\.rows.lowerBound).filter { $0 > first }.min()
      let end = min(next ?? range.upperBound, range.upperBound)
      do {
        try withoutActuallyEscaping(receive) { receive in
          try evaluate(first..<end) { records in
            add(records, stage, keepsMonths: keepsMonths)
            try receive(records, false)
          }
        }
      } catch let error as Interrupted {
        if ContinuousClock.now - begin > .seconds(1) || Self.holdsRows { flush() }
        throw error
      }
      first = end
    }
  }

  /// The piece with a row that reaches furthest.
  private func piece(_ stage: String, with row: Int) -> RowPiece? {
    (kept[stage] ?? []).filter { $0.rows.contains(row) }.max { $0.rows.upperBound < $1.rows.upperBound }
  }

  private func add(_ records: [ReplicationRecord], _ stage: String, keepsMonths: Bool) {
    guard isKeeping, let first = records.first?.replication else { return }
    if pending.last?.stage != stage || pending.last?.buffer.rows.upperBound != first {
      pending.append((stage, RowPiece.Buffer(from: first)))
    }
    pending[pending.count - 1].buffer.append(records, keepsMonths: keepsMonths)
    // Pieces become longer, so that a run of days has some hundreds.
    let now = ContinuousClock.now
    if now - lastWrite > max(.seconds(1), (now - begin) / 100) { flush() }
  }

  // MARK: Its folder

  /// What is computed, and its hash.
  private typealias KnownStudy = (identity: StudyIdentity, hash: String)

  private func study() throws -> KnownStudy {
    if let known { return known }
    let identity = StudyIdentity(subject ?? StudyIdentity.Subject(description))
    var digest = MessageDigest()
    digest.update(try StudyPlan.json(identity))
    let study: KnownStudy = (identity, digest.hexadecimal())
    known = study
    return study
  }

  /// Looks for what an earlier run has left.
  /// - Parameter range: the rows of the first computation.
  private func open(_ range: Range<Int>) throws {
    subject = StudyIdentity.Subject(description)
    Self.current = self
    guard FileManager.default.fileExists(atPath: folder.string) else {
      if resumes { note("there is nothing to go on from, so it begins with the first row") }
      return
    }
    guard takeLock() else {
      guard !resumes else {
        throw CommandError(.usage, "--resume: another run is computing this; wait for it, or end it")
      }
      isKeeping = false
      return
    }
    let (identity, hash) = try study()
    let other = (try? RegularFile.contents(of: folder.appending(Self.studyFile)))
      .flatMap { try? JSONDecoder().decode(StudyIdentity.self, from: Data($0)) }
    guard let other, other == identity else {
      guard !resumes else {
        let changes =
          other.map { identity.changes(from: $0).joined(separator: ", ") }
          ?? "\(folder) is damaged, or of another version of Payoff"
        throw CommandError(
          .data,
          "--resume: what was computed is of another run; what has changed: \(changes)\n"
            + "  without --resume it begins afresh, and what was kept is removed")
      }
      removeFiles()
      return
    }
    let pieces = soundPieces(of: hash, in: range)
    let rows = Self.count(pieces)
    guard rows > 0 else {
      if resumes { note("no rows are kept that can be used, so it begins with the first row") }
      return
    }
    hasEarlierRows = true
    Self.holds.store(true, ordering: .relaxed)
    guard resumes else {
      return note("an earlier run of this was cut off; --resume goes on from the \(rows) rows that it has finished")
    }
    kept = Dictionary(grouping: pieces, by: \.stage)
    note("goes on from \(rows) rows that are kept")
  }

  /// More than the rows of any computation.
  private static let mostRows = 1 << 52

  private static func lies(_ rows: Range<Int>, in range: Range<Int>) -> Bool {
    range.lowerBound <= rows.lowerBound && rows.upperBound <= range.upperBound
  }

  /// How many rows some pieces have together, each counted once.
  private static func count(_ pieces: [RowPiece]) -> Int {
    var count = 0
    for pieces in Dictionary(grouping: pieces, by: \.stage).values {
      var end = 0
      for rows in pieces.map(\.rows).sorted(by: { $0.lowerBound < $1.lowerBound }) where rows.upperBound > end {
        count += rows.upperBound - max(rows.lowerBound, end)
        end = rows.upperBound
      }
    }
    return count
  }

  private func note(_ text: String) { Terminal.standardError.write("Note: \(text)\n") }

  /// The pieces of a study that lie in the folder as they were written. A name says nothing about what is in the file.
  /// - Parameter range: the rows of the first computation. Those of later ones are not known yet.
  private func soundPieces(of study: String, in range: Range<Int>) -> [RowPiece] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    return names.compactMap { name in
      let numbers = name.dropLast(Self.suffix.count).split(separator: "-").map { Int($0) }
      guard name.hasSuffix(Self.suffix), numbers.count == 3, let stage = numbers[0], let first = numbers[1],
        let end = numbers[2], first < end, Self.lies(first..<end, in: stage == 0 ? range : 0..<Self.mostRows)
      else { return nil }
      let piece = piece(of: study, "\(stage)", first..<end)
      return piece.isSound ? piece : nil
    }
  }

  private func piece(of study: String, _ stage: String, _ rows: Range<Int>) -> RowPiece {
    RowPiece(
      study: study, stage: stage, rows: rows,
      path: folder.appending("\(stage)-\(rows.lowerBound)-\(rows.upperBound)\(Self.suffix)"))
  }

  /// Writes what is pending. A disk that is full only costs the pieces.
  private func flush() {
    guard isKeeping else { return }
    do {
      let study = try study()
      if lock == nil {
        try WrittenFile.makeFolder(folder)
        guard takeLock() else {
          isKeeping = false
          return
        }
      }
      let file = folder.appending(Self.studyFile)
      if !Self.holdsRows { try WrittenFile.put(try StudyPlan.json(study.identity), at: file) }
      for (stage, buffer) in pending { try piece(of: study.hash, stage, buffer.rows).write(buffer) }
      Self.holds.store(true, ordering: .relaxed)
    } catch {
      isKeeping = false
      note("finished rows cannot be kept, so this run cannot be gone on with if it is cut off: \(error)")
    }
    pending.removeAll()
    lastWrite = ContinuousClock.now
  }

  private func takeLock() -> Bool {
    guard let folder = try? FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec, .noFollow])
    else {
      return false
    }
    // A file system without locks tells nothing.
    guard flock(folder.rawValue, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      try? folder.close()
      return false
    }
    lock = folder
    return true
  }

  /// Removes the folder and what a store has put in it, and nothing else.
  private func remove() {
    guard lock != nil else { return }
    removeFiles()
    rmdir(folder.string)
    try? lock?.close()
    lock = nil
  }

  private func removeFiles() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    where name == Self.studyFile || name.hasSuffix(Self.suffix) || name.contains(".partial-") {
      unlink(folder.appending(name).string)
    }
  }
}
