/// A source of arrival times, in seconds, that never go back.
public protocol ArrivalProcess {
  /// The next arrival in seconds from the start; `nil` when there is none left.
  mutating func next() -> Double?
}
