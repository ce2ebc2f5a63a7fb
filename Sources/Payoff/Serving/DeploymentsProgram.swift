import Serving

/// `payoff deployments`: models on GPUs by name.
enum DeploymentsProgram {
  static func run() {
    let rows = DeploymentCatalogue.listed.map { entry in
      let evidence = entry.deployment.evidence
      return [
        entry.name, "\(entry.deployment.gpus)", NumberText.short(Double(entry.deployment.kvTokens)),
        evidence.kind.rawValue, evidence.error.map { NumberText.percent($0) } ?? "not said",
        evidence.kind == .measured ? evidence.source : "roofline",
      ]
    }
    print(
      TextualTable(
        headings: ["deployment", "GPUs", "memory, tokens", "costs", "off by up to", "source"],
        alignment: [.left, .right, .right, .left, .right, .left], rows: rows
      ).text)
    print(
      Paragraph.wrap(
        "Any model has a name on any GPU, with x2, x4 or x8 for several and -fp8, -int8 or -int4 for fewer bits. A roofline is "
          + "what the GPU's bandwidth and speed make of the model's size, where nobody measured it."
      ).joined(separator: "\n"))
  }
}
