public import Randomness

/// A simulation of one's own: a model in process blocks or in the event view, run once a replication.
///
/// ```swift
/// Trial { streams in
///   var desk = Simulation(Desk(arrivals: streams.stream("arrivals")))
///   desk.run(through: 480)
///   return [.init("mean_wait", desk.model.waits.mean, unit: "minutes")]
/// }
/// ```
public struct Trial {
  /// A number that a trial ends with.
  public struct Outcome {
    let name: String
    let value: Double?
    let unit: InputUnit

    /// - `value`: `nil` where there is none in this replication.
    public init(_ name: String, _ value: Double?, unit: InputUnit = .one) {
      self.name = name
      self.value = value
      self.unit = unit
    }
  }

  let run: (Streams) throws -> [Outcome]

  /// What a replication runs, on its streams, and the outcomes that it gives.
  public init(_ run: @escaping (Streams) throws -> [Outcome]) { self.run = run }
}
