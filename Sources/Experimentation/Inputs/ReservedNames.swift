/// Names that tables use themselves, beside a column for each input, choice or measure: an input of such a name would be
/// a second column of it, and a chart would read the wrong one.
package enum ReservedNames {
  /// The columns of `replications.csv` and of the results of a design, which have a column for each measure.
  package static let ofMeasures = ["replication", "row", "point"]

  /// The columns of every table that has a column for an input or a choice.
  package static let ofInputs =
    ofMeasures + [
      "measure", "unit", "n", "mean", "sd", "ci95_low", "ci95_high", "min", "max", "empty", "absence", "positive",
    ] + MeasureSummary.percentiles.map { $0 < 0.1 ? "p0\(Int(($0 * 100).rounded()))" : "p\(Int(($0 * 100).rounded()))" }
    + [
      "difference_mean", "difference_ci95_low", "difference_ci95_high", "difference_n", "figure", "target",
      "solution", "replications", "is_retained", "of_interest", "choice",
    ]
}
