import Experimentation
import Results

extension Answer {
  /// The answer of a run that has just been made.
  init(_ summary: RunSummary) {
    self.init(
      ResultFacts(summary.schema), zip(summary.schema.measures, summary.measures).map { MeasureFacts($0, $1) })
  }
}
