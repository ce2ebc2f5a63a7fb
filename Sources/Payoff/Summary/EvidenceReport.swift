import Experimentation
import Results

/// What `payoff evidence` prints of an experiment: what is shaky and matters, every figure, and the claims of the case.
struct EvidenceReport {
  private let title: String
  private let review: EvidenceReview
  private let footer: String

  init(title: String, _ review: EvidenceReview, footer: String) {
    self.title = title
    self.review = review
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    let sentences = Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")
    return ([title, sentences, figures] + (review.claims.isEmpty ? [] : [claims]) + [footer])
      .joined(separator: "\n\n")
  }

  /// What is shaky and matters.
  var sentence: String {
    let inputs = review.figures.filter { !$0.item.input.isEmpty }
    let assumed = inputs.count { $0.item.flags.contains(.unsourced) }
    var text =
      inputs.isEmpty
      ? "It has no inputs."
      : "\(assumed) of \(inputs.count) inputs \(assumed == 1 ? "is an assumption" : "are assumptions") of the author's."
    let shaky = review.byInfluence.filter { figure in
      !figure.item.flags.isEmpty && figure.influence.map { !$0.contains(0) } ?? false
    }
    if let first = shaky.first {
      let others = shaky.dropFirst().prefix(2).map { "\($0.item.input) (\(correlation($0)))" }
      text +=
        " Most hangs on \(first.item.input): \(flags(first.item)), and \(review.measure) goes with it by "
        + "\(correlation(first))" + (others.isEmpty ? "." : "; then on \(others.joined(separator: " and ")).")
    } else if !inputs.isEmpty {
      text += " Nothing that is unsourced, contradictory or stale is shown to move \(review.measure)."
    }
    return text
  }

  private func correlation(_ figure: EvidenceReview.Figure) -> String {
    figure.influence.map { NumberText.short($0.value) } ?? "-"
  }

  private func flags(_ item: EvidenceItem) -> String { item.flags.map(\.text).joined(separator: "; ") }

  private var figures: String {
    let terminal = Terminal.standardOutput
    let lines = review.figures.map { figure -> String in
      let item = figure.item
      let unit = item.unit == "1" || item.unit.isEmpty ? "" : " \(item.unit)"
      let stated = item.stated.map { ", stated \(NumberText.short($0))" } ?? ""
      var line = "  \(terminal.bold(item.input.isEmpty ? item.value : item.input))"
      line += item.input.isEmpty ? "" : " = \(item.value)\(unit)\(stated)"
      let date = item.date.map { ", \($0)" } ?? ""
      line +=
        "\n    \(item.meaning) " + terminal.dim("[\(item.source)\(date); confidence: \(item.confidence.rawValue)]")
      if !item.flags.isEmpty {
        line += "\n" + Paragraph.wrap("! " + flags(item), indent: 4).joined(separator: "\n")
      }
      if let influence = figure.influence {
        line += "\n    rank correlation with \(review.measure): \(NumberText.short(influence.value))"
        if influence.isBounded {
          line += " (\(NumberText.short(influence.low)) to \(NumberText.short(influence.high)))"
        }
      }
      return line
    }
    return "What it rests on:\n" + lines.joined(separator: "\n")
  }

  private var claims: String {
    let rows = review.claims.map { claim in
      [
        "\(claim.check.fact ?? "") \(claim.check.name)", NumberText.short(claim.check.byHand),
        NumberText.short(claim.certain),
      ]
        + claim.quantiles.map { NumberText.short($0) } + [claim.verdict.rawValue]
    }
    return "Claims of the case, and what the simulation makes of them\n"
      + TextualTable(
        headings: ["claim", "figure", "if certain", "P10", "P50", "P90", "verdict"],
        alignment: [.left, .right, .right, .right, .right, .right, .left], rows: rows
      ).text
  }
}
