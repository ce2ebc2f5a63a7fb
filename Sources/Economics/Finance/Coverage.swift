/// Whether, and from when to when, what comes in covers what goes out: one of four outcomes of the months of a horizon.
///
/// ```swift
/// Coverage(benefits: [1, 3, 5, 6], costs: [4, 4, 4, 4])  // stays(from: 3)
/// Coverage(benefits: [1, 5, 5, 2], costs: [4, 4, 4, 4])  // stops(from: 2, to: 3)
/// ```
/// Amounts are compared within ``MoneyTolerance``, relative to what comes in and goes out.
package enum Coverage: Sendable, Hashable {
  /// From this month, from 1, until the end of the horizon.
  case stays(from: Int)
  /// From one month to another, both from 1, and no longer at the end of the horizon.
  case stops(from: Int, to: Int)
  /// Not within the horizon, and what is missing gets less over the last year, by so much that as much a year would end it within
  /// another horizon as long.
  case notYet
  /// Not within the horizon, and not within another one by the trend of the last year.
  case never

  /// The month from which it is covered until the end of the horizon, from 1; `nil` where it is not.
  package var stayingMonth: Int? { if case .stays(let month) = self { month } else { nil } }

  /// The same of months that begin so much later.
  package func beginning(after months: Int) -> Coverage {
    switch self {
    case .stays(let from): .stays(from: from + months)
    case .stops(let from, let to): .stops(from: from + months, to: to + months)
    case .notYet, .never: self
    }
  }

  /// The months between which it is covered, both from 1, where that is not until the end of the horizon.
  package var stretch: (from: Int, to: Int)? { if case .stops(let from, let to) = self { (from, to) } else { nil } }

  /// Fewer months than these in a row are no stretch in which anything is covered: a single good month is not.
  package static let shortestStretch = 3

  private static let year = 12

  /// The same of what ends with the horizon or before it: what has not been covered by then never is.
  package var atTheEnd: Coverage { self == .notYet ? .never : self }

  /// Benefit against cost, month by month.
  ///
  /// The year around a month counts: benefit covers cost from a month on where it does so in that month, and in every
  /// twelve months that begin then or later. So a season that the rest of its year makes up for ends nothing. Months at
  /// the end in which cost is not covered are an end, unless the same months a year before were so too. Without seasons
  /// it is the last crossing.
  package init(benefits: [Double], costs: [Double]) {
    let margins = zip(benefits, costs).map { $0 - $1 }
    let sizes = zip(benefits, costs).map { max(abs($0), abs($1)) }
    self.init(Margins(margins, sizes, hasBenefit: benefits.suffix(Self.year).contains { $0 > 0 }))
  }

  /// Cumulative cash, at the end of each month: it is covered where it is at least 0, from the last crossing on,
  /// and where nothing has to be put in, from when something comes.
  ///
  /// - `cumulative`: sums that are 0 where they are so but for rounding, as `Crossing.accumulate` has them.
  /// - `investment`: what is put in at time zero.
  package init(cumulative: [Double], after investment: Double = 0) {
    if let month = Crossing.back(cumulative, after: investment) {
      self = .stays(from: month + 1)
    } else if let stretch = Self.stretches(Self.isBack(cumulative)).max(by: { $0.count <= $1.count }),
      stretch.count >= Self.shortestStretch
    {
      self = .stops(from: stretch.lowerBound + 1, to: stretch.upperBound)
    } else {
      self = Self.rises(cumulative) ? .notYet : .never
    }
  }

  /// Whether what was put in is back, by month; before anything has been put in or has come there is nothing to come back.
  private static func isBack(_ cumulative: [Double]) -> [Bool] {
    let first = cumulative.firstIndex { $0 != 0 } ?? cumulative.count
    return cumulative.enumerated().map { $0 >= first && $1 >= 0 }
  }

  private init(_ margins: Margins) {
    let count = margins.count
    guard count > 0 else {
      self = .never
      return
    }
    if let from = margins.start(before: count), !margins.declines {
      self = .stays(from: from + 1)
      return
    }
    // Ends of stretches: where a month that is covered is followed by one that is not, and the end of the horizon.
    var longest: Range<Int>?
    for end in 1...count where margins.isCovered(end - 1) && (end == count || !margins.isCovered(end)) {
      guard end < count, let from = margins.start(before: end), end - from >= Self.shortestStretch else { continue }
      if end - from >= longest?.count ?? 0 { longest = from..<end }
    }
    if let longest {
      self = .stops(from: longest.lowerBound + 1, to: longest.upperBound)
    } else {
      self = margins.closes ? .notYet : .never
    }
  }

  /// Whether the last sum is above that of a year before, or of a shorter horizon above the first, by so much that it reaches 0
  /// within another horizon as long.
  private static func rises(_ cumulative: [Double]) -> Bool {
    guard let last = cumulative.last else { return false }
    let first = max(cumulative.count - 1 - year, 0)
    let gain = last - cumulative[first]
    return isMore(last, than: cumulative[first])
      && -last * Double(cumulative.count - 1 - first) <= gain * Double(cumulative.count)
  }

  private static func isMore(_ late: Double, than early: Double) -> Bool {
    late > early && !MoneyTolerance.isSame(late, early)
  }

  /// The runs of covered months.
  private static func stretches(_ isCovered: [Bool]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var first: Int?
    for (month, covered) in isCovered.enumerated() {
      if covered {
        first = first ?? month
      } else if let start = first {
        stretches.append(start..<month)
        first = nil
      }
    }
    return stretches + (first.map { [$0..<isCovered.count] } ?? [])
  }

  /// What comes in less what goes out, by month, with what rounding is relative to.
  private struct Margins {
    let amounts: [Double]
    let sizes: [Double]
    private let sums: [Double]
    private let sizeSums: [Double]
    /// Whether anything comes in in the last year.
    private let hasBenefit: Bool

    init(_ amounts: [Double], _ sizes: [Double], hasBenefit: Bool) {
      self.hasBenefit = hasBenefit
      self.amounts = amounts
      self.sizes = sizes
      func cumulated(_ values: [Double]) -> [Double] {
        values.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
      }
      sums = cumulated(amounts)
      sizeSums = cumulated(sizes)
    }

    var count: Int { amounts.count }

    /// Whether there is anything to be covered or to cover with: before it begins, nothing is covered.
    func isActive(_ month: Int) -> Bool { sizes[month] > 0 }

    func isCovered(_ month: Int) -> Bool { amounts[month] >= -MoneyTolerance.relative * sizes[month] }

    /// Whether the months of a range are covered together.
    func isCovered(_ range: Range<Int>) -> Bool {
      sums[range.upperBound] - sums[range.lowerBound]
        >= -MoneyTolerance.relative * (sizeSums[range.upperBound] - sizeSums[range.lowerBound])
    }

    /// The first month from which cost is covered until an end, of which the month before is covered or the end is that
    /// of the horizon; `nil` where there is none.
    func start(before end: Int) -> Int? {
      let lastWindow = end - year
      // From which month on every twelve months are covered.
      var windowsHold = lastWindow + 1
      while windowsHold > 0, isCovered(windowsHold - 1..<windowsHold - 1 + year) { windowsHold -= 1 }
      if windowsHold <= lastWindow,
        let month = (max(windowsHold, 0)...lastWindow).first(where: { isCovered($0) && isActive($0) })
      {
        return month
      }
      // Within the last year: the last crossing, unless the year before had the same good months and lost by the year.
      let run = (0..<end).reversed().prefix { isCovered($0) }.reversed().drop { !isActive($0) }
      guard let first = run.first, first > lastWindow else { return run.first }
      if first >= year, lastWindow >= 0, (first..<end).allSatisfy({ isCovered($0 - year) }),
        !isCovered(lastWindow..<end)
      {
        return nil
      }
      return first
    }

    /// Whether the last months are not covered, and are no season.
    var declines: Bool {
      let tail = (0..<count).reversed().prefix { !isCovered($0) }
      guard let first = tail.last else { return false }
      return first < year || (first..<count).contains { isCovered($0 - year) }
    }

    /// Whether what is missing gets less, the last twelve months against the twelve before, and of a shorter horizon its second
    /// half against its first, by so much that it ends within another horizon as long.
    var closes: Bool {
      guard count > 1, hasBenefit else { return false }
      let span = min(year, count / 2)
      let (late, early) = (sums[count] - sums[count - span], sums[count - span] - sums[count - 2 * span])
      return isMore(late, than: early) && -late * Double(span) <= (late - early) * Double(count)
    }
  }
}
