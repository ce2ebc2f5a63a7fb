/// An arrival as it was recorded: when, and with which attributes.
public struct TracedArrival: Sendable {
  /// When it arrives, in the time of the model.
  public var time: Double
  /// The attributes that it arrives with.
  public var attributes: [(attribute: Attribute, value: Double)]

  /// Describes an arrival.
  public init(at time: Double, _ attributes: (Attribute, Double)...) {
    self.time = time
    self.attributes = attributes.map { ($0.0, $0.1) }
  }
}
