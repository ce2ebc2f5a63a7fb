import Experimentation
import Results

extension Answer {
  /// The answer of a run that has just been made.
  ///
  /// - `own`: the experiment's own.
  init(_ summary: RunSummary, own: String? = nil) {
    self.init(
      ResultFacts(summary.schema, answer: own),
      zip(summary.schema.measures, summary.measures).map { MeasureFacts($0, $1) })
  }
}
