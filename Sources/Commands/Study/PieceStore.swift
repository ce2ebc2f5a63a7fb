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
  private var study: (identity: StudyIdentity, hash: String)?
  /// Held as long as a run computes into the folder.
  private var lock: FileDescriptor?
  /// Pieces that may be read, by the number of the computation.
  private var known: [String: [RowPiece]] = [:]
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
    if study == nil { try open() }
    let stage = "\(computations)"
    computations += 1
    var first = range.lowerBound
    while first < range.upperBound {
      if let piece = piece(stage, with: first) {
        let end = min(piece.rows.upperBound, range.upperBound)
        try piece.read(where: admits) { records in
          try receive(records.filter { (first..<end).contains($0.replication) }, true)
        }
        first = end
        continue
      }
      let next = known[stage]?.map(\.rows.lowerBound).filter { $0 > first }.min()
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

  /// The piece with a row that reaches furthest; one that is damaged is not taken, and computed again.
  private func piece(_ stage: String, with row: Int) -> RowPiece? {
    while let piece = (known[stage] ?? []).filter({ $0.rows.contains(row) }).max(by: {
      $0.rows.upperBound < $1.rows.upperBound
    }) {
      if piece.isSound { return piece }
      known[stage]?.removeAll { $0 == piece }
    }
    return nil
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

  /// Looks for what an earlier run has left.
  private func open() throws {
    let identity = StudyIdentity(description)
    var digest = MessageDigest()
    digest.update(try StudyPlan.json(identity))
    study = (identity, digest.hexadecimal())
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
    let kept = (try? RegularFile.contents(of: folder.appending(Self.studyFile)))
      .flatMap { try? JSONDecoder().decode(StudyIdentity.self, from: Data($0)) }
    guard let kept, kept == identity else {
      guard !resumes else {
        let changes = kept.map { identity.changes(from: $0).joined(separator: ", ") } ?? "\(folder) is damaged"
        throw CommandError(
          .data,
          "--resume: what was computed is of another run; what has changed: \(changes)\n"
            + "  without --resume it begins afresh, and what was kept is removed")
      }
      removeFiles()
      return
    }
    let pieces = self.pieces
    let rows = pieces.reduce(0) { $0 + $1.rows.count }
    guard rows > 0 else { return }
    hasEarlierRows = true
    Self.holds.store(true, ordering: .relaxed)
    guard resumes else {
      return note("an earlier run of this was cut off; --resume goes on from the \(rows) rows that it has finished")
    }
    known = Dictionary(grouping: pieces, by: \.stage)
    note("goes on from \(rows) rows that are kept")
  }

  private func note(_ text: String) { Terminal.standardError.write("Note: \(text)\n") }

  /// The pieces that lie in the folder, by their names.
  private var pieces: [RowPiece] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    return names.compactMap { name in
      let numbers = name.dropLast(Self.suffix.count).split(separator: "-").map { Int($0) }
      guard name.hasSuffix(Self.suffix), numbers.count == 3, let stage = numbers[0], let first = numbers[1],
        let end = numbers[2], first < end
      else { return nil }
      return piece("\(stage)", first..<end)
    }
  }

  private func piece(_ stage: String, _ rows: Range<Int>) -> RowPiece {
    RowPiece(
      study: study?.hash ?? "", stage: stage, rows: rows,
      path: folder.appending("\(stage)-\(rows.lowerBound)-\(rows.upperBound)\(Self.suffix)"))
  }

  /// Writes what is pending. A disk that is full only costs the pieces.
  private func flush() {
    guard isKeeping, let study else { return }
    do {
      if lock == nil {
        try WrittenFile.makeFolder(folder)
        guard takeLock() else {
          isKeeping = false
          return
        }
      }
      let file = folder.appending(Self.studyFile)
      if !Self.holdsRows { try WrittenFile.put(try StudyPlan.json(study.identity), at: file) }
      for (stage, buffer) in pending { try piece(stage, buffer.rows).write(buffer) }
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
