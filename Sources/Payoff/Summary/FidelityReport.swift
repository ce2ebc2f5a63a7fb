import Experimentation
import Results
import Serving

/// What a check of fidelity prints: how far off the curve is in a sentence, and a row an hour.
struct FidelityReport {
  private let title: String
  private let fleets: [(name: String, method: String, hours: [HourFidelity])]
  private let footer: String

  init(title: String, fleets: [(name: String, method: String, hours: [HourFidelity])], footer: String) {
    self.title = title
    self.fleets = fleets
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [title]
    for fleet in fleets {
      let sentence = Paragraph.wrap(sentence(fleet.name, fleet.method, fleet.hours))
      paragraphs.append(sentence.map { terminal.bold($0) }.joined(separator: "\n"))
      paragraphs.append(table(fleet.hours))
    }
    return (paragraphs + [footer]).joined(separator: "\n\n")
  }

  /// A value against another, as a share; `nil` where there is nothing to compare.
  private func gap(_ value: Double?, _ simulated: Double) -> Double? {
    guard let value, value.isFinite, simulated > 0 else { return nil }
    return value / simulated - 1
  }

  private func sentence(_ name: String, _ method: String, _ hours: [HourFidelity]) -> String {
    func sizes(_ gaps: [Double?]) -> String? {
      let known = gaps.compactMap { $0.map(abs) }.sorted()
      guard let worst = known.last else { return nil }
      return "\(NumberText.percent(known[known.count / 2])) in the median and \(NumberText.percent(worst)) at most"
    }
    func total(_ needed: (HourFidelity) -> Int?) -> Double? {
      hours.reduce(0.0 as Double?) { sum, hour in sum.flatMap { sum in needed(hour).map { sum + Double($0) } } }
    }
    let simulated = total { $0.neededSimulated } ?? 0
    var text = "\(name) (\(method)): over these hours the curve asks for "
    text += total { $0.neededByCurve }.map { signed($0 / simulated - 1) } ?? "as many"
    text += " replicas than it takes when every request is simulated"
    if let formula = total({ $0.neededByFormula }) {
      text += ", and the closed form for \(signed(formula / simulated - 1))"
    }
    text += "."
    if let load = sizes(hours.map { gap($0.loadByCurve, $0.loadSimulated) }) {
      text += " Where the fleet holds its level, its load is off by \(load)."
    }
    if let latency = sizes(hours.map { gap($0.latencyByCurve, $0.latencySimulated) }) {
      text += " The latency is off by \(latency)."
    }
    return text
  }

  private func signed(_ share: Double) -> String {
    share == 0 ? "no fewer" : "\(NumberText.percent(abs(share))) \(share < 0 ? "fewer" : "more")"
  }

  private func table(_ hours: [HourFidelity]) -> String {
    func short(_ value: Double?) -> String { value.map { NumberText.short($0) } ?? "over" }
    let rows = hours.map { hour in
      [
        NumberText.short(hour.rate), "\(hour.neededByCurve)", hour.neededByFormula.map { "\($0)" } ?? "-",
        "\(hour.neededSimulated)", "\(hour.replicas)", short(hour.loadByCurve), NumberText.short(hour.loadSimulated),
        short(hour.latencyByCurve), NumberText.short(hour.latencySimulated),
      ]
    }
    return TextualTable(
      headings: [
        "requests/s", "curve", "formula", "needed", "there", "load", "simulated", "latency, s", "simulated",
      ], alignment: Array(repeating: .right, count: 9), rows: rows
    ).text
  }
}
