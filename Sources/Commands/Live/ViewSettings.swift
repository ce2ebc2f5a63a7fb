import Experimentation
import Randomness

/// What a view of the live page is set to: a case, and values by name, as `--case` and `--set` take them.
struct ViewSettings: Sendable, Hashable {
  /// A name and its value.
  struct Assignment: Sendable, Hashable {
    let name: String
    let text: String
  }

  /// In the order in which they were set.
  var assignments: [Assignment]
  /// `nil` for the experiment as declared.
  var caseName: String?

  init(assignments: [Assignment] = [], caseName: String? = nil) {
    self.assignments = assignments
    self.caseName = caseName == Case.base ? nil : caseName
  }

  /// Reads `set` and `case` of an address.
  /// - Throws: `InvalidValue` for a `set` that is not `name=value`.
  init(query: [(name: String, value: String)]) throws(InvalidValue) {
    var assignments: [Assignment] = []
    for item in query where item.name == "set" {
      let override = try Override(item.value)
      assignments.removeAll { $0.name == override.name }
      assignments.append(Assignment(name: override.name, text: override.text))
    }
    self.init(
      assignments: assignments, caseName: query.last { $0.name == "case" }.flatMap { $0.value.isEmpty ? nil : $0.value }
    )
  }

  /// How a run of this view is made.
  /// - Parameter plan: what is the same in all views: replications, seed and threads.
  func plan(_ plan: RunPlan) -> RunPlan {
    var plan = plan
    // Messages name what was typed, and not an option that nobody has written.
    plan.overrides = assignments.map {
      Override(name: $0.name, text: $0.text, origin: "\($0.name) = \($0.text)", note: "set on the live page")
    }
    plan.caseName = caseName
    return plan
  }

  /// The name that an error is about; `nil` where it is about none that is set.
  func name(in error: InvalidValue) -> String? {
    assignments.first { error.subject == "\($0.name) = \($0.text)" }?.name
  }

  /// The options of the command line, each as a word of a shell's list of arguments.
  var arguments: [String] {
    (caseName.map { ["--case", $0] } ?? []) + assignments.flatMap { ["--set", "\($0.name)=\($0.text)"] }
  }
}
