import EventSimulation
import Glibc
import Randomness

extension MeasuredRun {
  /// Seconds between tokens that no server takes, and that none is as fast as.
  private static let plausibleTimes = 5e-5...2.0

  /// What of the run cannot be, or hardly, on that deployment, in words.
  ///
  /// By Little's law the answers that are written at once are the time that they take times their rate; a server writes no
  /// more of them than it batches.
  package func doubts(on deployment: Deployment) -> [String] {
    var doubts: [String] = []
    let inSeconds = "check ttft_s and e2e_s, which are in seconds"
    let writers = requests.filter { $0.outputTokens > 1 }
    var times = QuantileSketch(exactCount: max(writers.count, 1))
    for request in writers {
      times.add((request.endToEnd - request.timeToFirstToken) / Double(request.outputTokens - 1))
    }
    if let median = times.quantiles([0.5])?.first, median > 0, !Self.plausibleTimes.contains(median) {
      doubts.append("a token takes \(Self.threeDigits(1000 * median)) ms in the median: \(inSeconds)")
    }
    let begin = requests.map { $0.arrival + $0.timeToFirstToken }.min() ?? 0
    let end = requests.map { $0.arrival + $0.endToEnd }.max() ?? 0
    let written = requests.reduce(0) { $0 + $1.endToEnd - $1.timeToFirstToken }
    let most = deployment.batching.sequences
    if end > begin, written / (end - begin) > Double(most) {
      doubts.append(
        "\(Self.threeDigits(written / (end - begin))) answers are written at once on average, and the deployment "
          + "batches \(most) at most: \(inSeconds), and --sequences")
    }
    return doubts
  }

  private static func threeDigits(_ value: Double) -> String {
    let power = pow(10, 2 - log10(value).rounded(.down))
    return ((value * power).rounded() / power).shortest
  }

  /// The tokens of all prompts, where they are alike within a twentieth, and those of all answers.
  package var alikeLengths: (input: Int?, output: Int?) {
    func alike(_ tokens: [Int]) -> Int? {
      guard let least = tokens.min(), let most = tokens.max(), 20 * (most - least) <= most else { return nil }
      return most
    }
    return (alike(requests.map(\.inputTokens)), alike(requests.map(\.outputTokens)))
  }
}
