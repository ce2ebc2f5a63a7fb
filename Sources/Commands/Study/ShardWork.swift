import Experimentation
import FoundationEssentials
import Results
import SystemPackage

/// The shards that this program computes.
final class ShardWork: @unchecked Sendable {
  let directory: PlanDirectory
  let shards: [Int]
  let scratch: FilePath
  private var parts: [Int: [ShardManifest.Part]] = [:]

  init(_ directory: PlanDirectory, _ shards: [Int], scratch: FilePath) {
    self.directory = directory
    self.shards = shards
    self.scratch = scratch
  }

  /// How many rows of a stage they have.
  func count(_ stage: StudyPlan.Stage) -> Int {
    shards.reduce(0) { $0 + directory.plan.rows(of: $1, in: stage).count }
  }

  /// Computes their rows of a stage and writes them; behind the last, what says that they are done.
  /// - Parameter evaluate: computes some rows and hands over their records.
  func compute(
    _ stage: Stage, _ range: Range<Int>, keepsMonths: Bool,
    _ evaluate: (Range<Int>, ([ReplicationRecord]) throws -> Void) throws -> Void
  ) throws {
    let planned = try directory.stage(stage, range)
    for shard in shards {
      let piece = directory.piece(shard, planned)
      let writer = try piece.writer()
      try evaluate(piece.rows) { try writer.append($0, keepsMonths: keepsMonths) }
      let digest = try writer.finish()
      let file = StudyPlan.File(
        path: "\(PlanDirectory.shardFolder)/\(piece.path.lastComponent?.string ?? "")", bytes: digest.bytes,
        sha256: digest.sha256)
      parts[shard, default: []].append(
        ShardManifest.Part(stage: stage.name, first: piece.rows.lowerBound, count: piece.rows.count, file: file))
      if stage.isLast { try finish(shard) }
    }
    if stage.isLast { throw Study.Ended() }
  }

  private func finish(_ shard: Int) throws {
    let manifest = ShardManifest(plan: directory.hash, shard: shard, parts: parts[shard] ?? [])
    try WrittenFile.put(try StudyPlan.json(manifest), at: directory.manifest(of: shard))
    WrittenFile.synchronise(directory.shards)
  }
}

extension StudyPlan {
  /// Text with sorted keys.
  static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
  }
}
