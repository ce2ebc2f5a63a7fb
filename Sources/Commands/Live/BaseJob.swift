import Demand
import Economics
import Experimentation
import Results

/// Computes the base case to its end while nobody waits for anything else.
final class BaseJob<E: Experiment>: LiveJob, @unchecked Sendable {
  private let experiment: LiveExperiment<E>

  init(_ experiment: LiveExperiment<E>) { self.experiment = experiment }

  var isCancelled: Bool { false }
  var progress: Int { .max }

  func step() -> Bool {
    guard let base = try? experiment.baseComputation(), base.all.count < experiment.plan.replications else {
      return false
    }
    // What is wrong with it is said to whoever asks for its picture.
    return (try? base.advanceAll(to: experiment.plan.replications)) != nil
  }
}

/// What the page is built from: inputs, choices and settings.
final class ModelJob<E: Experiment>: LiveJob, @unchecked Sendable {
  private let experiment: LiveExperiment<E>
  private let language: Language
  private let continuation: CheckedContinuation<JSONValue, any Error>

  init(
    _ experiment: LiveExperiment<E>, _ language: Language, _ continuation: CheckedContinuation<JSONValue, any Error>
  ) {
    self.experiment = experiment
    self.language = language
    self.continuation = continuation
  }

  var isCancelled: Bool { false }
  var progress: Int { -1 }

  func step() -> Bool {
    do {
      let base = try experiment.baseComputation()
      // A base case that cannot be simulated leaves the inputs in their order; its picture says what is wrong.
      guard (try? experiment.readDrivers()) ?? true else { return true }
      continuation.resume(returning: json(base))
    } catch {
      continuation.resume(throwing: error)
    }
    return false
  }

  private func json(_ base: LiveComputation<E>) -> JSONValue {
    func text(_ english: String) -> JSONValue {
      .string(language == .chinese ? E.chinese[english] ?? english : english)
    }
    // What is typed after --case stays in the tooltip of the button.
    let cases = base.experiment.cases.map { one -> JSONValue in
      let title = language == .chinese ? E.chinese[one.name] ?? CellWords.text(one.name, language) : one.name
      return ["name": .string(one.name), "title": .string(title), "meaning": text(one.meaning)]
    }
    let choices = base.experiment.choices.map { choice -> JSONValue in
      let declaration = choice.declaration
      let options = declaration.options.map { option -> JSONValue in ["name": .string(option), "title": text(option)] }
      return [
        "name": .string(declaration.name), "meaning": text(declaration.meaning), "options": .array(options),
        "selected": .string(choice.name),
      ]
    }
    let settings = base.experiment.settings.map { setting -> JSONValue in
      [
        "name": .string(setting.declaration.name), "meaning": text(setting.declaration.meaning),
        "value": .string(setting.value),
        "options": .array((setting.declaration.options ?? []).map { .string($0) }),
      ]
    }
    let set = base.view.assignments.map { JSONValue.string("\($0.name)=\($0.text)") }
    return [
      "experiment": .string("\(E.self)"), "question": text(E.question),
      "groups": LiveInputs(base.experiment, language).json(experiment.order, experiment.drivers),
      "cases": .array(cases),
      "choices": .array(choices), "settings": .array(settings),
      "base": ["set": .array(set), "case": .string(base.view.caseName ?? Case.base)],
      "replications": .number(Double(experiment.plan.replications)),
    ]
  }
}
