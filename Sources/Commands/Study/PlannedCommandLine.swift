import ArgumentParser
import Randomness

/// The command line of a command that is computed in shards.
enum PlannedCommandLine {
  /// The command of a command line.
  /// - Throws: ``CommandError`` for a command line that is wrong, or of a command that has no shards.
  static func command(_ arguments: [String]) throws -> any ShardedCommand {
    let command = try sharded(try parsed(arguments), arguments)
    try command.check()
    // The plan keeps what is done.
    if arguments.contains("--resume") {
      throw InvalidValue(
        "--resume", "a plan begins anew, and keeps each shard that is done",
        remedy: "leave it out; payoff shard computes the shards that are missing")
    }
    try command.checkShards()
    return command
  }

  /// The experiment of a command line; `nil` where it is wrong.
  static func experimentName(_ arguments: [String]) -> String? { (try? command(arguments))?.experimentName }

  private static var kinds: [String] {
    CommandTable.commands.filter { $0 is any ShardedCommand.Type }.map { $0.facts.name }
  }

  private static func parsed(_ arguments: [String]) throws(CommandError) -> any ParsableCommand {
    let name = arguments.first ?? ""
    let kinds = kinds
    guard kinds.contains(name) else {
      let list = kinds.dropLast().joined(separator: ", ") + " or " + (kinds.last ?? "")
      let remedy = NearestName.question(for: name, among: kinds).map { "; \($0)" } ?? ""
      throw CommandError(.usage, "a plan is of \(list), not of \"\(name)\"\(remedy)")
    }
    do {
      return try PayoffCommand.parseAsRoot(arguments)
    } catch {
      throw CommandError(.usage, PayoffCommand.message(for: error))
    }
  }

  private static func sharded(
    _ parsed: any ParsableCommand, _ arguments: [String]
  ) throws(CommandError) -> any ShardedCommand {
    if let command = parsed as? any ShardedCommand, command.experimentName != nil { return command }
    throw CommandError(.usage, "a plan is of an experiment, and \"\(arguments.joined(separator: " "))\" names none")
  }
}
