import ArgumentParser
import Demand
import Experimentation
import Results

/// `payoff loads`: measured loads by name.
struct LoadsCommand: Command {
  static let facts = CommandFacts(
    "loads", title: "loads", "Lists measured loads by name, with their sources.", examples: ["payoff loads"])

  @OptionGroup var printing: PrintingOptions

  func runAlone() {
    let loads = RequestPattern.catalogue
    printing.show(.array(loads.map(Self.json)), loads.map(Self.text).joined(separator: "\n"))
  }

  /// Mean tokens of prompt and answer.
  private static func means(_ pattern: RequestPattern) -> (input: Double, output: Double) {
    let sample = pattern.sample(20_000)
    func mean(_ tokens: (InferenceRequest) -> Int) -> Double {
      sample.reduce(0) { $0 + Double(tokens($1)) } / Double(sample.count)
    }
    return (mean { $0.inputTokens }, mean { $0.outputTokens })
  }

  private static func text(_ pattern: RequestPattern) -> String {
    let means = means(pattern)
    let hours = pattern.dayShape.map { ", busiest hour \(NumberText.short($0.peak)) times the mean" } ?? ""
    let facts =
      "\(NumberText.short(pattern.measuredRate)) requests/s as measured\(hours); \(NumberText.short(means.input)) tokens in and "
      + "\(NumberText.short(means.output)) out on average. \(pattern.source)."
    return ([pattern.name] + Paragraph.wrap(facts, indent: 4)).joined(separator: "\n")
  }

  private static func json(_ pattern: RequestPattern) -> JSONValue {
    let means = means(pattern)
    return [
      "name": .string(pattern.name), "requests_per_s": .number(pattern.measuredRate),
      "busiest_hour": pattern.dayShape.map { .number($0.peak) } ?? .null, "input_tokens": .number(means.input),
      "output_tokens": .number(means.output), "source": .string(pattern.source),
    ]
  }
}
