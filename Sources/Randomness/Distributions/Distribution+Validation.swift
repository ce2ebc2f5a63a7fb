extension Distribution {
  /// The family, or the constant 1 once its parameters are refused with their place.
  static func accepted(
    _ family: @autoclosure () throws(InvalidValue) -> Family, _ file: StaticString, _ line: UInt
  ) -> Distribution {
    ScientificLibrary.prepare()
    do throws(InvalidValue) {
      return Distribution(try family())
    } catch {
      var value = error
      value.location = "\(file)".split(separator: "/").last.map { "\($0):\(line)" }
      ValidationErrors.report(value)
      return 1
    }
  }
}
