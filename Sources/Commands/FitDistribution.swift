import Demand
import Experimentation
import Randomness
import Results
import SystemPackage

extension FitCommand {
  /// The distribution of a column of numbers.
  func fitDistribution(to file: String, _ path: FilePath) throws {
    let table = try DataTable(contentsOf: file)
    let column = try numbersColumn(of: table)
    let numbers = try (0..<table.count).compactMap { try column.numberIfAny($0) }
    guard numbers.count >= 5, Set(numbers).count > 1 else {
      throw DataFileError(
        file: file,
        "column \(column.name) has \(numbers.count) numbers\(Set(numbers).count == 1 ? ", all the same" : ""); at least 5 that differ were expected"
      )
    }
    let fits = DistributionFit.all(of: numbers, seed: seed)
    let quantiles =
      "empirical("
      + Self.shares.map { "\($0.shortest): \(Self.quantile($0, of: numbers).shortest)" }.joined(separator: ", ") + ")"
    let directory = try OutputDirectory(path, replaces: output.force)
    let rows = try directory.table(
      .families,
      [
        Column("family", .string), Column("distribution", .string, "as after --set name="),
        Column("log_likelihood", .number), Column("aic", .number, "Akaike's criterion; less is better"),
        Column("ks", .number, "greatest distance between the distribution functions"),
        Column("p", .number, "chance of a distance as great where the family is the truth, by refitted samples"),
        Column("anderson_darling", .number, "empty where a value lies at an end of the distribution"),
      ])
    for fit in fits {
      try rows.write(
        [fit.family, "\(fit.distribution)"],
        [fit.logLikelihood, fit.informationCriterion, fit.distance, fit.probability, fit.tailDistance])
    }
    let estimates = try directory.table(
      .estimates,
      [
        Column("family", .string), Column("parameter", .string), Column("value", .number),
        Column("standard_error", .number, "deviation over refitted samples of the family, if it is finite"),
      ])
    for fit in fits {
      for parameter in fit.parameters {
        let error: Double? = parameter.standardError
        try estimates.write([
          fit.family, parameter.name, parameter.value, error.flatMap { $0.isFinite ? $0 : nil },
        ])
      }
    }
    let answer = sentence(fits, column.name, numbers.count, quantiles)
    let written = try finish(
      directory, title: "Distribution of \(column.name) in \(FilePath(file).lastComponent?.string ?? file)",
      question: "Which distribution fits the numbers?", answer: answer, kind: "distribution", of: file,
      settings: ["column": column.name])
    let lines = TextualTable(
      headings: ["distribution", "AIC", "KS", "p", "AD"], alignment: [.left, .right, .right, .right, .right],
      rows: fits.map { fit in
        [
          "\(fit.distribution)", NumberText.short(fit.informationCriterion), NumberText.short(fit.distance),
          NumberText.short(fit.probability), fit.tailDistance.map { NumberText.short($0) } ?? "-",
        ]
      }
    ).text
    output.show(
      written, [Terminal.standardOutput.finding(answer), lines, written.filesLine].joined(separator: "\n\n"))
  }

  /// The column that was asked for, or the only one.
  private func numbersColumn(of table: DataTable) throws -> DataTable.Column {
    if let column { return try table.requiredColumn(column) }
    guard table.header.count > 1 else {
      if Double(table.header[0]) != nil {
        throw DataFileError(
          file: table.file, line: 1,
          "the first line names the column, and \"\(table.header[0])\" is a number; write a name above it")
      }
      return try table.requiredColumn(table.header[0])
    }
    throw DataFileError(
      file: table.file, line: 1,
      "there are the columns \(table.header.joined(separator: ", ")); choose one with --column")
  }

  private func sentence(_ fits: [DistributionFit], _ name: String, _ count: Int, _ quantiles: String) -> String {
    guard let best = fits.first else {
      return "No family fits the \(count) numbers of \(name); their quantiles are \(quantiles)."
    }
    let likely = fits.first { $0.probability >= 0.05 }
    let start =
      "Of \(fits.count) families \(best.distribution) is the likeliest of the \(count) numbers of \(name) by Akaike's criterion; "
      + "its distribution function is at most \(NumberText.short(best.distance)) from theirs (p = \(NumberText.short(best.probability)))."
    if likely?.family == best.family { return start + " The numbers do not contradict it." }
    if let likely { return start + " The numbers contradict it, and do not contradict \(likely.distribution)." }
    return start + " The numbers contradict every family; take their quantiles: \(quantiles)."
  }

  private static let shares = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1]

  /// Of type 7.
  private static func quantile(_ share: Double, of numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    let place = share * Double(sorted.count - 1)
    let (low, high) = (Int(place), min(Int(place) + 1, sorted.count - 1))
    // Both weighed, since the difference of great numbers can be none.
    let share = place - Double(low)
    return sorted[low] * (1 - share) + sorted[high] * share
  }
}

extension ResultTable {
  static let families = ResultTable("families", title: Text("Families by maximum likelihood", zh: "极大似然拟合"))
  static let estimates = ResultTable("estimates", title: Text("Parameters of the families", zh: "各分布族的参数"))
}
