/// The payments of a line of the books, entered in the months that they are for.
///
/// Payments of every month are for that month. What is paid more rarely, or on top of what is paid every month, is for
/// the months since the payment before; where the first is due at the start, or in the first month, for the months until
/// the next. What is paid once is for no month.
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
    let isInAdvance = isFirst || lumps[0].first == 0
    if isInAdvance {
      enterInAdvance((isFirst ? [(0, atStart)] : []) + lumps.map { ($0.first, $0.total) })
    } else {
      enterInArrears(lumps.map { ($0.last, $0.total) })
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
  private mutating func enterInArrears(_ payments: [(month: Int, amount: Double)]) {
    let period = payments[1].month - payments[0].month
    var first = max(payments[0].month - period + 1, 0)
    for payment in payments {
      let months = Double(payment.month - first + 1)
      for month in first...payment.month { recurring[month] += payment.amount / months }
      first = payment.month + 1
    }
    let last = payments[payments.count - 1]
    let lastPeriod = last.month - payments[payments.count - 2].month
    guard Self.announceNext(payments.map(\.month), period: lastPeriod), last.month + lastPeriod >= recurring.count
    else {
      return
    }
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

  /// A month stands out where it is so many times what is usual around it.
  private static let factor = 1.5

  private static func lumps(in payments: [Double]) -> [Lump] {
    var lumps: [Lump] = []
    for month in payments.indices {
      guard let excess = excess(of: month, in: payments) else { continue }
      if let last = lumps.last, last.last == month - 1 {
        lumps[lumps.count - 1].amounts.append(excess)
      } else {
        lumps.append(Lump(first: month, amounts: [excess]))
      }
    }
    return lumps
  }

  /// What a month has more than is usual around it; `nil` where it does not stand out.
  private static func excess(of month: Int, in payments: [Double]) -> Double? {
    let amount = payments[month]
    guard amount > 0, payments.count > 1 else { return nil }
    let around = (max(month - 3, 0)..<month).map { payments[$0] } + payments[month + 1..<min(month + 4, payments.count)]
    guard around.contains(where: { amount > factor * abs($0) }) else { return nil }
    // The greater of two medians, so that a step is none.
    var usual = around.sorted()[around.count / 2]
    if month == 0 { usual = max(usual, payments[1]) }
    if month == payments.count - 1 { usual = max(usual, payments[month - 1]) }
    return amount > factor * abs(usual) ? amount - usual : nil
  }
}
