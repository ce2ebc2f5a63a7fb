import Experimentation
import Results

/// How far a run is, how fast, and how long still: one line on standard error, and nothing where that is no terminal.
struct ProgressLine {
  private let total: Int
  private let unit: String
  private let begin = ContinuousClock.now
  private var done = 0
  private var lastShown = ContinuousClock.now
  private let isShown = Terminal.standardError.isInteractive

  init(total: Int, unit: String) {
    self.total = total
    self.unit = unit
  }

  mutating func advance(by count: Int) {
    done += count
    let now = ContinuousClock.now
    guard isShown, now - lastShown > .milliseconds(200) else { return }
    lastShown = now
    let seconds = (now - begin) / .seconds(1)
    let rate = Double(done) / seconds
    let left = Double(total - done) / rate
    Terminal.standardError.write(
      "\r\u{1B}[K\(done) of \(total) \(unit), \(NumberText.short(rate)) a second, \(NumberText.duration(left)) to go")
  }

  func finish() {
    if isShown { Terminal.standardError.write("\r\u{1B}[K") }
  }
}
