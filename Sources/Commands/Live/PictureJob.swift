import EventSimulation
import Experimentation
import Randomness
import Results

/// Computes a view and sends its picture: soon from few replications, and again from more of them.
///
/// Events: `picture`; `progress` after each step; `problem` where the view cannot be computed; `done` in the end.
final class PictureJob<E: Experiment>: LiveJob, @unchecked Sendable {
  private let experiment: LiveExperiment<E>
  private let view: ViewSettings
  private let language: Language
  private let sender: EventStream.Sender
  /// Replications of the last picture.
  private var shown = 0

  init(_ experiment: LiveExperiment<E>, _ view: ViewSettings, _ language: Language, _ sender: EventStream.Sender) {
    self.experiment = experiment
    self.view = view
    self.language = language
    self.sender = sender
  }

  var isCancelled: Bool { sender.isClosed }
  var progress: Int { shown }

  /// Replications of the first picture, and the fewest where they are slow.
  private static var first: (usual: Int, least: Int) { (50, 20) }
  /// Seconds for which a first picture is waited.
  private static var patience: Double { 0.25 }

  func step() -> Bool {
    do {
      let computation = try experiment.computation(of: view)
      let isBase = view == experiment.baseView
      let base = isBase ? nil : try experiment.baseComputation(besides: computation)
      let target = target(computation)
      // Until the first picture, what takes long to find is left out.
      let isWhole = shown > 0 || computation.quick == nil || computation.all.count >= target
      let there = isWhole ? computation.all.count : computation.first.count
      if there < target {
        try isWhole ? computation.advanceAll(to: target) : computation.advanceFirst(to: target)
        send(progress: isWhole ? computation.all.count : computation.first.count)
        return true
      }
      if let base, max(base.all.count, isWhole ? 0 : base.first.count) < there {
        try isWhole ? base.advanceAll(to: there) : base.advanceFirst(to: there)
        send(progress: there)
        return true
      }
      let compared: LivePicture<E>.Base =
        if let base { .other(base) } else if isBase { .itself } else { .incomparable }
      let picture = try LivePicture(computation, compared, isWhole: isWhole, language)
      sender.send("picture", picture.json(of: experiment.plan.replications, command: experiment.command(view)))
      shown = picture.replications
      guard isWhole, shown >= experiment.plan.replications else { return true }
      sender.send("done", ["replications": .number(Double(shown))])
      sender.finish()
      return false
    } catch {
      sender.send("problem", Self.problem(error, view, language))
      sender.finish()
      return false
    }
  }

  /// Replications of the next picture.
  private func target(_ computation: LiveComputation<E>) -> Int {
    let most = experiment.plan.replications
    if shown == 0 {
      // What is there already is shown.
      let known = max(computation.all.count, Self.first.least)
      let affordable = computation.first.pace.map { Int(Self.patience / $0) } ?? Self.first.usual
      return min(most, max(known, min(Self.first.usual, max(Self.first.least, affordable))))
    }
    return min(most, [200, 500].first { $0 > shown } ?? most)
  }

  private func send(progress: Int) {
    sender.send(
      "progress", ["replications": .number(Double(progress)), "of": .number(Double(experiment.plan.replications))])
  }

  /// What is wrong, and the input that it is about.
  static func problem(_ error: any Error, _ view: ViewSettings, _ language: Language) -> JSONValue {
    let invalid = error as? InvalidValue
    return [
      "text": .string(LiveProblem.text(error, in: language)),
      "input": invalid.flatMap { view.name(in: $0) }.map { .string($0) } ?? .null,
    ]
  }
}
