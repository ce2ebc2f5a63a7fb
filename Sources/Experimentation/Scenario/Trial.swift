public import Randomness

/// Your own simulation, in process blocks or as an event model, run once a replication.
///
/// ```swift
/// Trial { streams in
///   var desk = Simulation(Desk(arrivals: streams.stream("arrivals")))
///   desk.run(through: 480)
///   return [.init("mean_wait", desk.model.waits.mean, unit: "minutes")]
/// }
/// ```
public struct Trial {
  /// A result of a trial.
  public struct Outcome {
    let name: String
    let value: Double?
    let unit: InputUnit
    let absence: Absence
    private(set) var claim: Claim?

    /// A figure that an outcome is compared with.
    struct Claim {
      let name: String
      let byHand: Double
      let explanation: String
      let range: ClosedRange<Double>?
      /// `nil` where it is no figure of the case.
      let fact: String?
      var isByConstruction = false
    }

    ///
    /// - `value`: `nil` where there is none in this replication.
    /// - `absence`: what `nil` means; unless it is said, that the value is not known.
    public init(_ name: String, _ value: Double?, unit: InputUnit = .one, absence: Absence = .unknown) {
      self.name = name
      self.value = value
      self.unit = unit
      self.absence = absence
    }

    /// The same outcome with a figure of the case to compare with, like a ``Check``: `payoff evidence` says whether they
    /// agree.
    ///
    /// ```swift
    /// .init("saved_at_night", saved).compared(with: 0.4, "saved at night", "of a fleet around the clock", of: "F16")
    /// ```
    ///
    /// - `byHand`: the figure.
    /// - `name`: what the figure is called.
    /// - `explanation`: where it comes from, and why the simulation may differ.
    /// - `range`: what is claimed where that is more than the one figure.
    /// - `fact`: the id of the case's figure; an unknown id is an error.
    public func compared(
      with byHand: Double, _ name: String, _ explanation: String, claimed range: ClosedRange<Double>? = nil,
      of fact: String, file: StaticString = #fileID, line: UInt = #line
    ) -> Outcome {
      _ = Source.fact(fact, file: file, line: line)
      var compared = self
      compared.claim = Claim(name: name, byHand: byHand, explanation: explanation, range: range, fact: fact)
      return compared
    }
  }

  let run: (Streams) throws -> [Outcome]

  /// A trial that runs on the random streams of a replication and returns its outcomes.
  public init(_ run: @escaping (Streams) throws -> [Outcome]) { self.run = run }
}
