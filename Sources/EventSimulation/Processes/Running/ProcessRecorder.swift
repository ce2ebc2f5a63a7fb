/// Records what happens in the process models that run on its thread: every block that is entered, and every change of a
/// resource.
///
/// ```swift
/// let recorder = ProcessRecorder { run, entry in print(run, entry) } levels: { run, level in print(run, level) }
/// try ProcessRecorder.$current.withValue(recorder) { _ = try model.run(streams, until: 480) }
/// ```
/// It takes no part in what happens: results are the same with it and without it.
// It is used on the thread on which it is set alone.
package final class ProcessRecorder: @unchecked Sendable {
  /// The recorder of this thread; `nil` where nothing is recorded.
  @TaskLocal package static var current: ProcessRecorder?

  /// A resource after an event that changed it.
  package struct Level {
    /// In the time of the model.
    package let time: Double
    /// The name of the resource.
    package let resource: String
    /// How many transactions wait.
    package let waiting: Int
    /// How many units are at work.
    package let busy: Int
    /// How many units there are.
    package let capacity: Int
  }

  /// How many runs there were: of a model, or of several.
  package private(set) var runs = 0
  /// When each run ended, in the time of its model.
  package private(set) var ends: [Double] = []
  private let entered: (Int, TraceEntry) -> Void
  private let changed: (Int, Level) -> Void

  /// - Parameters:
  ///   - entered: takes the number of the run, from 1, and the block that a transaction enters.
  ///   - levels: takes the number of the run and a resource: at the beginning, and whenever it has changed.
  package init(_ entered: @escaping (Int, TraceEntry) -> Void, levels: @escaping (Int, Level) -> Void) {
    self.entered = entered
    changed = levels
  }

  func begin() { runs += 1 }

  func add(_ entry: TraceEntry) { entered(runs, entry) }

  func add(_ level: Level) { changed(runs, level) }

  func end(at time: Double) { ends.append(time) }
}

/// The resources of a machine as they were recorded last.
struct RecordedLevels {
  private struct State: Equatable {
    let waiting: Int
    let busy: Int
    let capacity: Int
  }

  private let recorder: ProcessRecorder
  private var states: [State] = []

  init(_ machine: borrowing ProcessMachine, _ recorder: ProcessRecorder) {
    self.recorder = recorder
    recorder.begin()
    for row in machine.program.resources.indices {
      states.append(Self.state(of: row, machine))
      record(row, machine, at: 0)
    }
  }

  /// Records the resources that have changed.
  mutating func follow(_ machine: borrowing ProcessMachine, at time: Double) {
    for row in states.indices {
      let state = Self.state(of: row, machine)
      guard state != states[row] else { continue }
      states[row] = state
      record(row, machine, at: time)
    }
  }

  private func record(_ row: Int, _ machine: borrowing ProcessMachine, at time: Double) {
    recorder.add(
      ProcessRecorder.Level(
        time: time, resource: machine.program.resources[row].name, waiting: states[row].waiting,
        busy: states[row].busy, capacity: states[row].capacity))
  }

  private static func state(of row: Int, _ machine: borrowing ProcessMachine) -> State {
    let resource = machine.resources + row
    return State(
      waiting: resource.pointee.waiting, busy: resource.pointee.inUse, capacity: resource.pointee.capacity)
  }
}
