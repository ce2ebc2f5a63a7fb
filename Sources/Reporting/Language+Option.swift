import Randomness
import Results

extension Language {
  /// The language that is asked for.
  init(option text: String) throws(InvalidValue) {
    guard let language = Language(rawValue: text) else {
      throw InvalidValue("--language \(text)", "there are en and zh")
    }
    self = language
  }
}
