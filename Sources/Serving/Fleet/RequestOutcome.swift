/// What became of a request, told as it happens.
public enum RequestOutcome: Sendable, Hashable {
  /// It was answered.
  case answered(RequestResult)
  /// Too many waited where it would have gone; it went elsewhere, at once.
  case spilled(number: Int)
  /// No replica of the pool that it would have gone to can ever hold it.
  case refused(number: Int, LengthLimit)
}
