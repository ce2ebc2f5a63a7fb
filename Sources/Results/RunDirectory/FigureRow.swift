/// A named figure in a table of figures: what it is, which statistic of it, its value and its unit.
package struct FigureRow: Sendable, Hashable {
  package let measure: String
  package let statistic: String
  /// `nil` where there is none.
  package let value: Double?
  package let unit: String

  /// A measure that is one number.
  package init(_ measure: String, _ value: Double?, unit: String = "1") {
    self.init(measure, "", value, unit: unit)
  }

  package init(_ measure: String, _ statistic: String, _ value: Double?, unit: String = "1") {
    self.measure = measure
    self.statistic = statistic
    self.value = value
    self.unit = unit
  }

  static let columns = [
    Column("measure", .string), Column("statistic", .string, "empty where the measure is one number"),
    Column("value", .number), Column("unit", .string),
  ]

  var fields: [String] {
    [CSVText.field(measure), CSVText.field(statistic), CSVText.number(value), CSVText.field(unit)]
  }
}
