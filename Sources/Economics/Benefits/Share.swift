import Randomness

/// A fraction of a whole.
enum Share {
  /// Refuses one that is not from 0 to 1.
  static func require(_ share: Double, _ what: String, _ location: String) {
    if !(0...1).contains(share) {
      ValidationErrors.report(InvalidValue("\(what): \(share)", "a share lies between 0 and 1", location: location))
    }
  }
}
