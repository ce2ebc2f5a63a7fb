import Demand
import Economics
package import Experimentation

extension ResultFacts {
  /// What is known of the results of an experiment with that schema.
  package init(
    verb: String = "run", experiment: String = "", question: String = "", measure: String? = nil,
    lessIsBetter: Bool = false, _ schema: RunSchema, answer: String? = nil
  ) {
    self.init(
      verb: verb, experiment: experiment, question: question, measure: measure,
      unit: schema.measures.first { $0.name == measure }?.unit.description, lessIsBetter: lessIsBetter,
      firstMonth: schema.horizon?.start, months: schema.horizon?.months, currency: schema.currency?.description,
      answer: answer)
  }
}
