package import Randomness

/// The input that a goal seek moves, and between what.
package struct SoughtInput: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  /// Its column among the inputs of a row.
  package let column: Int
  /// From the first to the last value that it can have between the bounds.
  package let range: ClosedRange<Double>
  /// What it can be.
  package let values: SoughtValues

  /// Reads `name=LOW..HIGH`, with numbers as `--set` reads them. An amount in another currency is taken at the medians of the
  /// exchange rates. A unit behind the upper end is that of both.
  /// - Throws: `InvalidValue` for an input that is not there, with the nearest, and for a range that has no width, is
  ///   upside down or holds fewer than two values of a discrete input.
  package init<E: Experiment>(
    _ text: String, of experiment: ResolvedExperiment<E>, option: String
  ) throws(InvalidValue) {
    let subject = "\(option) \(text)"
    let parts = text.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
    let form = "expected name=LOW..HIGH"
    guard parts.count == 2, let dots = parts[1].firstRange(of: ".."), !parts[1].contains(":") else {
      throw InvalidValue(subject, form, remedy: "for example \(option) rent=1..20")
    }
    guard let column = experiment.inputs.firstIndex(where: { $0.declaration.name == parts[0] }) else {
      if let refusal = experiment.refusalOfSetting(parts[0], subject: subject) { throw refusal }
      let names = experiment.inputs.map(\.declaration.name)
      throw InvalidValue(
        subject, "there is no input \"\(parts[0])\"",
        remedy: NearestName.remedy(for: parts[0], among: names))
    }
    let ends = try experiment.numbers(
      [parts[1][..<dots.lowerBound], parts[1][dots.upperBound...]].map { String($0).trimmed }, unitAt: 1, of: column,
      in: subject, remedy: "\(form), for example \(option) rent=1..20")
    let (low, high) = (ends[0].value, ends[1].value)
    guard low < high else {
      throw InvalidValue(
        subject, low == high ? "the range has no width" : "the range is upside down",
        remedy: low == high ? "write two ends that differ" : "write \(ends[1].text)..\(ends[0].text)")
    }
    name = parts[0]
    unit = experiment.inputs[column].declaration.unit
    self.column = column
    let distribution = experiment.inputs[column].declaration.distribution
    values = SoughtValues(of: distribution, within: low...high)
    guard let points = values.points(within: low...high) else {
      range = low...high
      return
    }
    guard points.count > 1 else {
      throw InvalidValue(
        subject,
        "\(parts[0]) is drawn from \(distribution) and has \(points.count == 0 ? "no value" : "a single value") there",
        remedy: "write two ends between which it has two values or more")
    }
    range = points[0]...points[points.count - 1]
  }
}

/// The replications of a run with one input held at a value.
package struct HeldInputRows: RowSource {
  private let rows: any RowSource
  private let input: SoughtInput
  private let value: Double

  package init(_ rows: some RowSource, _ input: SoughtInput, at value: Double) {
    self.rows = rows
    self.input = input
    self.value = value
  }

  package func row(_ number: Int) -> RunRow {
    var row = rows.row(number)
    row.set(input.column, to: value)
    return row
  }

  package func place(of number: Int) -> String { "at \(input.name)=\(value.shortest), " + rows.place(of: number) }
}
