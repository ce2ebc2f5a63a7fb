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
    let meaning: String
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
    /// - `meaning`: what it counts, for readers of the tables: "of callers who spoke to an agent".
    /// - `absence`: what `nil` means; unless it is said, that the value is not known.
    public init(
      _ name: String, _ value: Double?, unit: InputUnit = .one, meaning: String = "", absence: Absence = .unknown
    ) {
      self.name = name
      self.meaning = meaning
      self.value = value
      self.unit = unit
      self.absence = absence
    }

    /// The same outcome with a figure to compare with: the ``Check`` of a trial. Reports and `checks.csv` show both.
    ///
    /// ```swift
    /// .init("wait", results[agents].waitOfAll.mean, unit: "minutes")
    ///   .compared(with: 1.30, "wait of all callers", "Erlang A of 5 agents and 48 calls an hour")
    /// .init("saved_at_night", saved).compared(with: 0.4, "saved at night", "of a fleet around the clock", of: "F16")
    /// ```
    ///
    /// - `byHand`: the figure.
    /// - `name`: what the figure is called.
    /// - `explanation`: where it comes from, and why the simulation may differ.
    /// - `range`: what is claimed where that is more than the one figure.
    /// - `fact`: the id of the case's figure, of which `payoff evidence` then says whether it holds; an unknown id is an
    ///   error. `nil` where the figure is a calculation of your own.
    public func compared(
      with byHand: Double, _ name: String, _ explanation: String, claimed range: ClosedRange<Double>? = nil,
      of fact: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Outcome {
      if let fact { _ = Source.fact(fact, file: file, line: line) }
      var compared = self
      compared.claim = Claim(name: name, byHand: byHand, explanation: explanation, range: range, fact: fact)
      return compared
    }
  }

  let run: (Streams) throws -> [Outcome]

  /// A trial that runs on the random streams of a replication and returns its outcomes.
  public init(_ run: @escaping (Streams) throws -> [Outcome]) { self.run = run }
}
