/// A load day by day, apart from the requests that it was given for the start.
///
/// It stays the same while these requests are sought at which something pays off, so it need not be computed again for each
/// number of them. The figures are those of ``Load/requestsPerDay(after:)``, to the bit.
package struct LoadCourse: Sendable {
  private let content: LoadContent
  /// By day, as multiples of the start.
  private let trends: [Double]
  private let users: [Double]
  /// The mean tokens of a request by day, as a multiple of those at the start.
  private let lengths: [Double]
  /// Empty where there are no surges.
  private let surges: [Double]

  /// - `days`: from 0 to that many, both included.
  fileprivate init(_ content: LoadContent, days: Int) {
    self.content = content
    let times = (0...days).map { Double($0) / LoadContent.daysPerYear }
    users = content.adoption.factors(after: times)
    trends = zip(times, users).map { content.trend(after: $0, users: $1) }
    lengths = content.usage.tokensPerRequest == .constant ? [] : times.map(content.usage.tokensPerRequest.multiple)
    surges = content.surges.isEmpty ? [] : times.map(content.surges(after:))
  }

  /// Whether a load has this course through that many days.
  package func describes(_ load: Load, days: Int) -> Bool {
    trends.count == days + 1 && content.follows(load.content)
  }

  /// What ``Load/requestsPerDay(after:)`` is at the beginning of a day, of a load that has this course.
  package func requestsPerDay(of load: Load, onDay day: Int) -> Double {
    let requests = load.requestsPerDayGiven * trends[day]
    return surges.isEmpty ? requests : requests * surges[day]
  }

  /// What ``Load/tokensPerRequest(after:)`` is at the beginning of a day.
  package func tokensPerRequest(onDay day: Int) -> Double { lengths.isEmpty ? 1 : lengths[day] }

  /// What ``Load/users(after:)`` is at the beginning of a day.
  package func users(onDay day: Int) -> Double { users[day] }
}

extension Load {
  /// The course of the load through that many days.
  package func course(days: Int) -> LoadCourse { LoadCourse(content, days: days) }
}
