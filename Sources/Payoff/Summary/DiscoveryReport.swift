import Experimentation
import Results

/// What scenario discovery prints: the conditions in a sentence, their limits, and what they hold of fresh futures.
struct DiscoveryReport {
  private let title: String
  private let discovery: ScenarioDiscovery
  private let futures: Futures
  private let condition: String
  private let asked: Double
  private let units: [InputDeclaration]
  private let footer: String

  /// - `condition`: what is true of a future in question: `npv<0`.
  /// - `asked`: the density that was asked for.
  init(
    title: String, _ discovery: ScenarioDiscovery, _ futures: Futures, condition: String, asked: Double,
    units: [InputDeclaration], footer: String
  ) {
    self.title = title
    self.discovery = discovery
    self.futures = futures
    self.condition = condition
    self.asked = asked
    self.units = units
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [title]
    paragraphs.append(
      Paragraph.wrap("\(condition) in \(NumberText.percent(futures.density)) of all futures.")
        .joined(separator: "\n"))
    guard !discovery.findings.isEmpty else {
      let text = "No condition on the inputs makes them denser: what decides is chance, or many inputs together."
      return (paragraphs + [text, footer]).joined(separator: "\n\n")
    }
    for (number, finding) in discovery.findings.enumerated() {
      paragraphs.append(Paragraph.wrap(sentence(finding, number)).map { terminal.bold($0) }.joined(separator: "\n"))
      paragraphs.append(limits(finding, number))
    }
    return (paragraphs + [footer]).joined(separator: "\n\n")
  }

  private func sentence(_ finding: ScenarioDiscovery.Finding, _ number: Int) -> String {
    let all = number == 0 ? "all such futures" : "those that the boxes before leave"
    var text = finding.quality.sentence(condition, all: all) + "."
    if let density = finding.freshDensity, let coverage = finding.freshCoverage {
      text +=
        " On fresh futures: \(NumberText.percent(density.value)) (95 % interval \(NumberText.percent(density.low)) to "
        + "\(NumberText.percent(density.high))), and \(NumberText.percent(coverage.value)) of all."
    }
    if finding.quality.density < asked {
      text +=
        " No box of limits that are surely not idle reaches the density of \(NumberText.percent(asked)) that was asked for; "
        + "this is the densest."
    }
    return text
  }

  private func limits(_ finding: ScenarioDiscovery.Finding, _ number: Int) -> String {
    let rows = finding.quality.significances.compactMap { limit -> [String]? in
      guard let value = finding.quality.box[limit.input, limit.side] else { return nil }
      let name = futures.inputs[limit.input].name
      let unit = units.first { $0.name == name }?.unit.description ?? ""
      return [
        name, unit == "1" ? "" : unit, limit.side == .low ? "above" : "below", NumberText.short(value),
        limit.quasiP < 0.001 ? "less than 0.001" : NumberText.short(limit.quasiP),
      ]
    }
    return "Box \(number + 1): \(finding.quality.count) of \(finding.quality.futures.count) futures\n"
      + TextualTable(
        headings: ["input", "unit", "", "limit", "quasi-p"], alignment: [.left, .left, .left, .right, .right],
        rows: rows
      ).text
  }
}
