import Glibc
import Randomness

/// A quantity over the years as a multiple of its value at the start: a price, an effort, tokens per request.
///
/// ```swift
/// let price = RelativePath.falling(0.4)                       // 40 % less each year
/// let prompts = RelativePath.points([(0, 1), (1, 1.6), (3, 2.1)])
/// ```
/// Between points it changes at a constant rate; after the last it is constant.
public struct RelativePath: Sendable, Hashable, CustomStringConvertible {
  private enum Form: Hashable {
    case exponential(rate: Double, growth: Double)
    /// Years, and logarithms of the multiples.
    case points(years: [Double], logarithms: [Double])
  }

  private let form: Form

  /// Constant.
  public static let constant = RelativePath(form: .exponential(rate: 0, growth: 0))

  /// More by a fraction each year: 0.2 is 20 % more, −0.1 is 10 % less.
  public static func growing(_ growth: Double, file: StaticString = #fileID, line: UInt = #line) -> RelativePath {
    guard growth > -1, growth.isFinite else {
      ValidationErrors.report(
        InvalidValue(
          "growing(\(growth.shortest))", "growth is a fraction a year above -1 (20 % a year is 0.2)",
          remedy: growth <= -1 && growth >= -100 ? "for \(growth.shortest) % write \((growth / 100).shortest)" : nil,
          location: "\(file):\(line)"))
      return .constant
    }
    return RelativePath(form: .exponential(rate: log1p(growth), growth: growth))
  }

  /// Less by a fraction each year: 0.4 is 40 % less.
  public static func falling(_ fall: Double, file: StaticString = #fileID, line: UInt = #line) -> RelativePath {
    guard fall < 1, fall.isFinite else {
      ValidationErrors.report(
        InvalidValue(
          "falling(\(fall.shortest))", "a fall is a fraction a year below 1 (40 % a year is 0.4)",
          remedy: fall > 1 && fall <= 100 ? "for \(fall.shortest) % write \((fall / 100).shortest)" : nil,
          location: "\(file):\(line)"))
      return .constant
    }
    return .growing(-fall, file: file, line: line)
  }

  /// Multiples at times in years from the start, the first of which is year 0.
  public static func points(
    _ points: [(years: Double, multiple: Double)], file: StaticString = #fileID, line: UInt = #line
  ) -> RelativePath {
    if let problem = problem(points) {
      ValidationErrors.report(
        InvalidValue("points of a path", problem, location: "\(file):\(line)"))
      return .constant
    }
    return RelativePath(
      form: .points(years: points.map(\.years), logarithms: points.map { log($0.multiple / points[0].multiple) }))
  }

  private static func problem(_ points: [(years: Double, multiple: Double)]) -> String? {
    guard points.first?.years == 0 else { return "the first point is at year 0" }
    for (point, next) in zip(points, points.dropFirst()) where !(next.years > point.years && next.years < .infinity) {
      return "the years must rise, but \(next.years.shortest) comes after \(point.years.shortest)"
    }
    for point in points where !(point.multiple > 0 && point.multiple < .infinity) {
      return "a multiple is a number above 0, but at year \(point.years.shortest) it is \(point.multiple.shortest)"
    }
    return nil
  }

  /// The quantity at a time in years from the start, as a multiple of its value at the start.
  public func multiple(after years: Double) -> Double { exp(logarithm(after: years)) }

  /// The logarithm of that multiple.
  func logarithm(after years: Double) -> Double {
    switch form {
    case .exponential(let rate, _):
      return rate * years
    case .points(let times, let logarithms):
      let next = times.firstIndex { $0 > years } ?? times.count
      guard next > 0 else { return 0 }
      guard next < times.count else { return logarithms[next - 1] }
      let share = (years - times[next - 1]) / (times[next] - times[next - 1])
      return logarithms[next - 1] + share * (logarithms[next] - logarithms[next - 1])
    }
  }

  /// The sum of all increases of that logarithm up to a time; decreases are ignored.
  func rises(after years: Double) -> Double {
    switch form {
    case .exponential(let rate, _):
      return max(rate, 0) * years
    case .points(let times, _):
      var sum = 0.0
      for (start, end) in zip(times, times.dropFirst()) where start < years {
        sum += max(0, logarithm(after: min(end, years)) - logarithm(after: start))
      }
      return sum
    }
  }

  /// The yearly rates of change of the logarithm, segment by segment.
  var rates: [Double] {
    switch form {
    case .exponential(let rate, _): return [rate]
    case .points(let years, let logarithms):
      var rates = [0.0]
      for next in years.indices.dropFirst() {
        rates.append((logarithms[next] - logarithms[next - 1]) / (years[next] - years[next - 1]))
      }
      return rates
    }
  }

  public var description: String {
    switch form {
    case .exponential(_, let growth): growth < 0 ? "falling(\((-growth).shortest))" : "growing(\(growth.shortest))"
    case .points(let years, let logarithms):
      "points(" + zip(years, logarithms).map { "\($0.shortest): \(exp($1).shortest)" }.joined(separator: ", ") + ")"
    }
  }
}
