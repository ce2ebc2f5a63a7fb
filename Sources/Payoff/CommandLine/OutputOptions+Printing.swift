import CommandOptions
import Results

extension OutputOptions {
  /// Prints what was found: as text, or for programs as JSON.
  func show(_ written: WrittenResults, _ text: @autoclosure () -> String) {
    if printing.plain { Terminal.bePlain() }
    print(printing.json ? written.json.text : FittedText.fit(text()))
  }
}
