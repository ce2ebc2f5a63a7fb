import ArgumentParser
import Experimentation
import Results
import Serving

/// `payoff deployments`: models on GPUs by name.
struct DeploymentsCommand: Command {
  static let facts = CommandFacts(
    "deployments", title: "deployments",
    "Lists deployments (models on GPUs) by name, with the source and the error of their figures.",
    details: """
      A name consists of a model, a GPU, the number of GPUs and the precision: llama-70b-h100x4-fp8. Every model can be named \
      with every GPU. The list has the measured deployments, and each model on the fewest of each GPU that hold it in 16 bits.
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
        evidence.error.map { NumberText.ratio($0) } ?? "unknown",
      ]
    }
    let table = TextualTable(
      headings: ["deployment", "GPUs", "memory, tokens", "costs", "error up to"],
      alignment: [.left, .right, .right, .left, .right], rows: rows
    ).text
    let notes = sources.enumerated().map { "[\($0.offset + 1)] \($0.element)" }
    let names = Paragraph.wrap(
      "Any model can be named with any GPU: add x2, x4 or x8 for several GPUs, and -fp8, -int8 or -int4 for fewer bits. "
        + "Derived costs come from a roofline model of the GPU's bandwidth and speed; they are not measured.")
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
