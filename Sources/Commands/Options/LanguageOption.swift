import ArgumentParser
import Experimentation
import Randomness

/// The language of a page or of charts.
struct LanguageOption: ParsableArguments {
  @Option(help: "The language of titles, axes and text: en or zh.")
  var language = Language.english.rawValue

  var value: Language {
    get throws(InvalidValue) {
      if let known = Language(rawValue: language) { return known }
      throw InvalidValue(
        "--language \(language)", "there are \(Language.allCases.map(\.rawValue).joined(separator: " and "))")
    }
  }
}
