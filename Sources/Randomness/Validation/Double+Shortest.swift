extension Double {
  /// The shortest text that reads back as the same number; whole numbers without a decimal point.
  package var shortest: String {
    guard self == rounded(), abs(self) < 1e16 else { return description }
    return Int64(self).description
  }
}
