import ArgumentParser
import Experimentation
import Results
import Serving

/// `payoff deployments`: models on GPUs by name.
struct DeploymentsCommand: Command {
  static let facts = CommandFacts(
    "deployments", title: "deployments",
    "Lists models on GPUs by name, where their figures come from and how far off they may be.",
    details: """
      A name is that of a model, a GPU, how many of them and the precision: llama-70b-h100x4-fp8. Every model has a name on \
      every GPU; listed are those that were measured, and each model on the fewest of each GPU that hold it in 16 bits.
      """, examples: ["payoff deployments"])

  @OptionGroup var printing: PrintingOptions

  func runAlone() { printing.show(Self.json, Self.text) }

  private static var text: String {
    var sources: [String] = []
    let rows = DeploymentCatalogue.listed.map { entry in
      let evidence = entry.deployment.evidence
      var costs = evidence.kind.rawValue
      if evidence.kind == .measured {
        let number = sources.firstIndex(of: evidence.source) ?? sources.count
        if number == sources.count { sources.append(evidence.source) }
        costs += " [\(number + 1)]"
      }
      return [
        entry.name, "\(entry.deployment.gpus)", NumberText.short(Double(entry.deployment.kvTokens)), costs,
        evidence.error.map { NumberText.percent($0) } ?? "not said",
      ]
    }
    let table = TextualTable(
      headings: ["deployment", "GPUs", "memory, tokens", "costs", "off by up to"],
      alignment: [.left, .right, .right, .left, .right], rows: rows
    ).text
    let notes = sources.enumerated().map { "[\($0.offset + 1)] \($0.element)" }
    let names = Paragraph.wrap(
      "Any model has a name on any GPU, with x2, x4 or x8 for several and -fp8, -int8 or -int4 for fewer bits. Derived costs "
        + "are a roofline: what the GPU's bandwidth and speed make of the model's size, where nobody measured it.")
    return ([table, ""] + notes + [""] + names).joined(separator: "\n")
  }

  private static var json: JSONValue {
    .array(
      DeploymentCatalogue.listed.map { entry in
        let evidence = entry.deployment.evidence
        return [
          "name": .string(entry.name), "title": .string(entry.deployment.name),
          "gpus": .number(Double(entry.deployment.gpus)), "kv_tokens": .number(Double(entry.deployment.kvTokens)),
          "costs": .string(evidence.kind.rawValue), "error": evidence.error.map { .number($0) } ?? .null,
          "source": .string(evidence.source),
        ]
      })
  }
}
