package import ArgumentParser
package import Experimentation
package import Results

/// A command of `payoff`: its words, its options, and what it does.
///
/// A command is one file: a type with its options as properties, the words of its ``facts``, and ``run(_:)`` or
/// ``runAlone()``. ``CommandTable`` lists the types; help, completion, the man page, pages and notebooks follow from them.
package protocol Command: ParsableCommand {
  /// What it is called and what it does, in words.
  static var facts: CommandFacts { get }

  /// How its results are shown: the charts, the tables of a page, and the answer.
  static var presentation: Presentation { get }

  /// The experiment that this call is about, as the command line names it; `nil` where the call needs none.
  var experimentName: String? { get }

  /// Checks what can be known of the options before an experiment is compiled.
  func check() throws

  /// Does what is asked for, on an experiment.
  func run<E: Experiment>(_ experiment: E.Type) throws

  /// Does what is asked for, without an experiment.
  func runAlone() async throws
}

/// The words of a command, from which its help, its line in the man page and the headings of its results are made.
package struct CommandFacts: Sendable {
  /// The word by which it is called.
  package let name: String
  /// What its results are called at the head of a page.
  package let title: Text
  /// What it does, in one sentence.
  package let summary: String
  /// What a user has to know beyond that.
  package let details: String
  /// Calls that do something useful, as a shell reads them.
  package let examples: [String]
  /// What the first example shows, of a command that a newcomer begins with.
  package let firstStep: String?

  init(
    _ name: String, title: Text, _ summary: String, details: String = "", examples: [String] = [],
    firstStep: String? = nil
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.details = details
    self.examples = examples
    self.firstStep = firstStep
  }
}

extension Command {
  /// The word by which it is called.
  static var name: String { facts.name }

  package static var configuration: CommandConfiguration {
    let examples = facts.examples.map { "  " + $0 }.joined(separator: "\n")
    let parts = [facts.details, examples].filter { !$0.isEmpty }
    return CommandConfiguration(
      commandName: facts.name, abstract: facts.summary, discussion: parts.joined(separator: "\n\n"))
  }

  package static var presentation: Presentation { Presentation() }

  package var experimentName: String? { nil }

  package func check() throws {}

  package func run<E: Experiment>(_ experiment: E.Type) throws {
    preconditionFailure("\(Self.name) was called with an experiment, which it does not take")
  }

  package func runAlone() async throws {
    preconditionFailure("\(Self.name) was called without an experiment, which it needs")
  }
}
