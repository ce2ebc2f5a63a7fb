import CommandOptions
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff evidence` without an experiment: the figures of the case, or a page of what experiments left.
enum EvidencePageProgram {
  static func run(_ options: EvidencePageOptions) throws {
    if options.from.isEmpty {
      print(caseFacts)
    } else {
      print(EvidencePage(try options.from.map { try RecordedEvidence(FilePath($0)) }).text, terminator: "")
    }
  }

  private static var caseFacts: String {
    let terminal = Terminal.standardOutput
    return CaseFact.all.map { fact in
      (["\(terminal.bold(fact.id)) \(fact.system)"] + Paragraph.wrap(fact.says, indent: 4)
        + Paragraph.wrap("implies: " + fact.implies, indent: 4) + Paragraph.wrap(fact.agreement.text, indent: 4))
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
