import Demand

/// `payoff loads`: measured loads by name.
enum LoadsProgram {
  static func run() {
    for pattern in RequestPattern.catalogue {
      let sample = pattern.sample(20_000)
      func mean(_ tokens: (InferenceRequest) -> Int) -> String {
        NumberText.short(sample.reduce(0) { $0 + Double(tokens($1)) } / Double(sample.count))
      }
      let hours = pattern.dayShape.map { ", busiest hour \(NumberText.short($0.peak)) times the mean" } ?? ""
      print(pattern.name)
      print(
        Paragraph.wrap(
          "\(NumberText.short(pattern.measuredRate)) requests/s as measured\(hours); \(mean { $0.inputTokens }) tokens in and "
            + "\(mean { $0.outputTokens }) out on average. \(pattern.source).", indent: 4
        ).joined(separator: "\n"))
    }
  }
}
