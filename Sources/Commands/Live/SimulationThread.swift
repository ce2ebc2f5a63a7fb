import Foundation
import Synchronization

/// Work in short steps, which the thread of the simulation does one after the other.
protocol LiveJob: AnyObject, Sendable {
  /// Whether nobody waits for it any more.
  var isCancelled: Bool { get }

  /// How far it is: of two jobs the one with less goes first, so that a first picture waits for no refinement.
  var progress: Int { get }

  /// Does the next step, of a tenth of a second or less; `false` where that was the last.
  func step() -> Bool
}

/// The thread on which everything is simulated, one step of one job at a time. A step may use several cores.
///
/// The server answers on other threads, so that it never waits for a simulation.
final class SimulationThread: Sendable {
  private struct State {
    var jobs: [any LiveJob] = []
    var isStopped = false
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)

  init() {
    let thread = Thread { [self] in run() }
    thread.name = "simulation"
    thread.stackSize = 8 << 20
    thread.start()
  }

  func add(_ job: some LiveJob) {
    state.withLock { $0.jobs.append(job) }
    wake.signal()
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    wake.signal()
  }

  /// The jobs that are waited for.
  var waiting: Int { state.withLock { state in state.jobs.count { !$0.isCancelled } } }

  private func run() {
    while true {
      let (job, isStopped): ((any LiveJob)?, Bool) = state.withLock { state in
        state.jobs.removeAll { $0.isCancelled }
        return (state.jobs.min { $0.progress < $1.progress }, state.isStopped)
      }
      if isStopped { return }
      guard let job else {
        wake.wait()
        continue
      }
      if !job.step() { state.withLock { $0.jobs.removeAll { $0 === job } } }
    }
  }
}
