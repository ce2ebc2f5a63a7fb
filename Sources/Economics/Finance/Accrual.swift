/// The payments of a line of the books, entered in the months that they are for.
///
/// Payments of every month are for that month, however they change: a season too. What is paid more rarely, or on top of
/// what is paid steadily every month, is for the months since the payment before; where the first is due at the start,
/// or in the first month, for the months until the next. What is paid once is for no month.
///
/// Nothing is lost or made: what recurs and what is paid once add up to what is paid within the horizon, less what is paid
/// in advance for months beyond it, and with the part of a next payment that is for months within it.
///
/// ```swift
/// var bonus = [Double](repeating: 0, count: 36)
/// for month in [11, 23, 35] { bonus[month] = 120 }
/// Accrual(of: bonus).recurring  // 10 in each month
/// ```
package struct Accrual: Sendable, Hashable {
  /// What recurs, by the month that it is for.
  package private(set) var recurring: [Double]
  /// What is paid once, by the month in which it is paid.
  package private(set) var once: [Double]
  /// What is paid once, at time zero.
  package private(set) var onceAtStart: Double

  /// What is known of a line that says itself what its payments are for.
  package init(recurring: [Double], once: [Double], onceAtStart: Double) {
    self.recurring = recurring
    self.once = once
    self.onceAtStart = onceAtStart
  }

  /// What is paid for what is used: each payment is for its month, however uneven they are.
  ///
  /// - `payments`: of each month.
  /// - `atStart`: what is paid at time zero, once.
  package init(ofUse payments: [Double], atStart: Double = 0) {
    self.init(recurring: payments, once: payments.map { _ in 0 }, onceAtStart: atStart)
  }

  /// Finds what the payments of a line are for.
  ///
  /// - `payments`: of each month.
  /// - `atStart`: what is paid at time zero.
  package init(of payments: [Double], atStart: Double = 0) {
    recurring = payments
    once = Array(repeating: 0, count: payments.count)
    onceAtStart = atStart
    let lumps = Self.lumps(in: payments)
    guard !lumps.isEmpty else { return }
    for lump in lumps {
      for (month, amount) in lump.amounts.enumerated() { recurring[lump.first + month] -= amount }
    }
    // A payment at the start is the first of those that recur where it is followed by their like.
    let isFirst = atStart > 0 && (lumps[0].total / Self.factor...lumps[0].total * Self.factor).contains(atStart)
    guard lumps.count + (isFirst ? 1 : 0) > 1 else {
      for (month, amount) in lumps[0].amounts.enumerated() { once[lumps[0].first + month] = amount }
      return
    }
    if isFirst { onceAtStart = 0 }
    // Where a part is paid every month, its first month is the first that anything is for.
    let begin = recurring.firstIndex { $0 != 0 } ?? 0
    let isInAdvance = isFirst || lumps[0].first == begin
    if isInAdvance {
      enterInAdvance((isFirst ? [(0, atStart)] : []) + lumps.map { ($0.first, $0.total) })
    } else {
      enterInArrears(lumps.map { ($0.last, $0.total) }, from: begin)
    }
  }

  /// Each payment over the months until the next; what reaches beyond the horizon is left there.
  private mutating func enterInAdvance(_ payments: [(month: Int, amount: Double)]) {
    var period = 1
    for (place, payment) in payments.enumerated() {
      if place + 1 < payments.count { period = max(payments[place + 1].month - payment.month, 1) }
      for month in payment.month..<min(payment.month + period, recurring.count) {
        recurring[month] += payment.amount / Double(period)
      }
    }
  }

  /// Each payment over the months since the one before; the next one, due beyond the horizon, over those that are left.
  ///
  /// - `begin`: the first month that anything is for.
  private mutating func enterInArrears(_ payments: [(month: Int, amount: Double)], from begin: Int) {
    let months = payments.map(\.month)
    let (period, lastPeriod) = (months[1] - months[0], months[months.count - 1] - months[months.count - 2])
    // Of what comes unevenly nobody knows what the first is for but its own month.
    let isEven = Self.announceNext(months, period: lastPeriod)
    var first = isEven ? min(max(months[0] - period + 1, begin), months[0]) : months[0]
    for payment in payments {
      let share = payment.amount / Double(payment.month - first + 1)
      for month in first...payment.month { recurring[month] += share }
      first = payment.month + 1
    }
    let last = payments[payments.count - 1]
    guard isEven, last.month + lastPeriod >= recurring.count else { return }
    for month in first..<max(recurring.count, first) { recurring[month] += last.amount / Double(lastPeriod) }
  }

  /// Whether payments come so evenly that there will be a next one. Those of an API in busy months do not.
  ///
  /// The first may come at any time: a bonus each June, in a project that begins in January.
  private static func announceNext(_ months: [Int], period: Int) -> Bool {
    let distances = zip(months, months.dropFirst()).map { $1 - $0 }
    guard distances.allSatisfy({ abs($0 - period) <= 1 }) else { return false }
    // One distance alone is even where it is usual, or where the first payment comes after as many months.
    return months.count > 2 || [3, 4, 6].contains(period) || period % 12 == 0 || abs(months[0] + 1 - period) <= 1
  }

  /// A payment that stands out of the months around it, in one month or in several that follow each other.
  private struct Lump {
    let first: Int
    var amounts: [Double]
    var last: Int { first + amounts.count - 1 }
    var total: Double { amounts.reduce(0, +) }
  }

  /// A payment stands out where it is so many times what is paid beside it.
  private static let factor = 1.5
  /// What is paid every month is steady where it changes by less than that factor from one month to the next.
  private static let steadiness = 1.25
  /// Payments in more months in a row than these are for those months.
  private static let longest = 3

  /// The payments that stand alone.
  private static func lumps(in payments: [Double]) -> [Lump] {
    guard payments.count > 1 else { return [] }
    let runs = paidRuns(of: payments)
    func lump(_ run: Range<Int>) -> Lump { Lump(first: run.lowerBound, amounts: Array(payments[run])) }
    if runs.allSatisfy({ $0.count <= longest }) {
      // What begins in the last months may go on.
      if let only = runs.first, runs.count == 1, only.count > 1, only.upperBound == payments.count { return [] }
      return runs.map(lump).filter { $0.total > 0 }
    }
    if runs.count == 1 { return peaks(of: payments, in: runs[0]) }
    // One that is paid before or after what is paid every month.
    guard runs.count == 2, let short = runs.first(where: { $0.count <= longest }) else { return [] }
    let beside = abs(payments[short == runs[0] ? runs[1].lowerBound : runs[0].upperBound - 1])
    return payments[short].allSatisfy({ $0 > factor * beside }) ? [lump(short)] : []
  }

  /// The months in which something is paid, as stretches.
  private static func paidRuns(of payments: [Double]) -> [Range<Int>] {
    payments.indices.reduce(into: []) { runs, month in
      guard payments[month] != 0 else { return }
      if let last = runs.last, last.upperBound == month {
        runs[runs.count - 1] = last.lowerBound..<month + 1
      } else {
        runs.append(month..<month + 1)
      }
    }
  }

  /// What stands out of payments of every month: in one month or two, above both sides, which are steady and alike.
  ///
  /// More than two have to come as evenly as the calendar, or they are what a busy month costs.
  private static func peaks(of payments: [Double], in months: Range<Int>) -> [Lump] {
    var peaks: [Lump] = []
    var month = months.lowerBound
    while month < months.upperBound {
      let found =
        peak(of: payments, at: month..<month + 1, within: months)
        ?? peak(of: payments, at: month..<month + 2, within: months)
      if let found { peaks.append(found) }
      month = (found?.last ?? month) + 1
    }
    // One at the begin or the end has one side alone: it is told from a season by its like, or by how far it stands out.
    func isAtEdge(_ peak: Lump) -> Bool { peak.first == months.lowerBound || peak.last + 1 == months.upperBound }
    if peaks.allSatisfy(isAtEdge) { peaks.removeAll { !standsFarOut($0, of: payments, in: months) } }
    let distances = zip(peaks, peaks.dropFirst()).map { $1.last - $0.last }
    return distances.count < 2 || distances.allSatisfy { $0 == distances[0] } ? peaks : []
  }

  private static func peak(of payments: [Double], at peak: Range<Int>, within months: Range<Int>) -> Lump? {
    guard peak.upperBound <= months.upperBound else { return nil }
    let before = payments[max(peak.lowerBound - 2, months.lowerBound)..<peak.lowerBound]
    let after = payments[peak.upperBound..<min(peak.upperBound + 2, months.upperBound)]
    let beside = [before.last, after.first].compactMap(\.self)
    let level = beside.map { abs($0) }.max() ?? 0
    guard before.count + after.count > 1, payments[peak].allSatisfy({ $0 > factor * level }),
      isSteady(before), isSteady(after), beside.count < 2 || isSteady([beside[0], beside[1]])
    else { return nil }
    return Lump(first: peak.lowerBound, amounts: payments[peak].map { $0 - beside.reduce(0, +) / Double(beside.count) })
  }

  /// Whether a peak at an edge is three times what is paid in each of the three months beside it, which hardly differ.
  private static func standsFarOut(_ peak: Lump, of payments: [Double], in months: Range<Int>) -> Bool {
    let isFirst = peak.first == months.lowerBound
    let others = isFirst ? peak.last + 1..<months.upperBound : months.lowerBound..<peak.first
    let near = isFirst ? payments[others].prefix(3) : payments[others].suffix(3)
    guard near.count == 3, let least = near.min(), let most = near.max() else { return false }
    return most <= 1.1 * least && peak.amounts.allSatisfy { $0 >= 2 * most }
  }

  private static func isSteady(_ payments: some Collection<Double>) -> Bool {
    zip(payments, payments.dropFirst()).allSatisfy { max($0, $1) <= steadiness * min($0, $1) }
  }
}
