package import Demand

/// What is known of a directory of results beside its tables: what was asked, and how.
package struct ResultFacts: Sendable, Hashable {
  /// What made it: `run`, `sweep`, `sensitivity`, `compare`, `decide`, `discover`, `seek`, `replay`, `size` or `fit`.
  package let verb: String
  package let experiment: String
  package let question: String
  /// The measure that the command was about, where it was about one.
  package var measure: String?
  /// Its unit, where it is a measure of the experiment's.
  package var unit: String?
  package var lessIsBetter = false
  /// `2026-01`, where there is a horizon.
  package let firstMonth: CalendarMonth?
  package let months: Int?
  package let currency: String?
  /// The experiment's own answer, or the finding about served requests, where there is one.
  package var answer: String?

  package init(
    verb: String, experiment: String, question: String, measure: String? = nil, unit: String? = nil,
    lessIsBetter: Bool = false,
    firstMonth: CalendarMonth? = nil, months: Int? = nil, currency: String? = nil, answer: String? = nil
  ) {
    self.verb = verb
    self.experiment = experiment
    self.question = question
    self.measure = measure
    self.unit = unit
    self.lessIsBetter = lessIsBetter
    self.firstMonth = firstMonth
    self.months = months
    self.currency = currency
    self.answer = answer
  }

  /// `2027-07` for month 19.
  package func calendarMonth(_ month: Int) -> String? { firstMonth.map { "\($0.advanced(by: month - 1))" } }
}
