import ArgumentParser
import Demand
import Experimentation
import Randomness
import Serving

/// The most requests that wait at a replica: of `--max-queue 100` for every class, of `--max-queue batch=4` for one.
struct QueueLimit: Sendable, CustomStringConvertible {
  /// `nil` for every class.
  let serviceClass: ServiceClass?
  let most: Int

  /// `batch 4`.
  var description: String { (serviceClass.map { "\($0) " } ?? "") + "\(most)" }

  static func read(_ text: String) throws -> QueueLimit {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let most = try WholeNumber.read(parts[parts.count - 1], in: 0...Int(Int32.max))
    return QueueLimit(serviceClass: parts.count == 1 ? nil : try ServiceClass.read(parts[0]), most: most)
  }

  /// Rejects a class that has two limits.
  static func check(_ limits: [QueueLimit]) throws(InvalidValue) {
    var given: Set<ServiceClass?> = []
    for limit in limits where !given.insert(limit.serviceClass).inserted {
      throw InvalidValue(
        "--max-queue", "it is there twice for \(limit.serviceClass?.description ?? "every class")",
        remedy: "leave one of the two out")
    }
  }
}

/// A latency that each request is to keep to: of `--within ttft=500ms` every request, of `--within batch:e2e=1h` those of a
/// class, for which it takes the place of the one for all.
struct LatencyTarget: Sendable, Hashable, CustomStringConvertible {
  /// `nil` for every class.
  let serviceClass: ServiceClass?
  let latency: ServiceLevel.Latency
  let limit: Double

  static let latencies: [(name: String, latency: ServiceLevel.Latency)] = [
    ("ttft", .timeToFirstToken), ("tpot", .timePerOutputToken), ("e2e", .endToEnd), ("queue", .wait),
  ]

  /// Reads `ttft=500ms` or `critical:e2e=10s`.
  static func read(_ text: String) throws -> LatencyTarget {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2 else {
      throw ValidationError("expected a latency and its limit, such as ttft=500ms or batch:e2e=1h")
    }
    let words = sides[0].split(separator: ":", omittingEmptySubsequences: false).map {
      String($0.filter { !$0.isWhitespace })
    }
    guard words.count <= 2, let found = latencies.first(where: { $0.name == words[words.count - 1] }) else {
      throw ValidationError(
        "there is no latency \"\(words[words.count - 1])\"; there are \(latencies.map(\.name).joined(separator: ", "))")
    }
    let limit: Duration
    do { limit = try LatencyText.read(sides[1].trimmed, for: "--within \(sides[0])=") } catch {
      throw ValidationError(error.problem + (error.remedy.map { "; \($0)" } ?? ""))
    }
    return LatencyTarget(
      serviceClass: words.count == 2 ? try ServiceClass.read(words[0]) : nil, latency: found.latency,
      limit: limit / .seconds(1))
  }

  /// Rejects two limits of one latency.
  static func check(_ targets: [LatencyTarget]) throws(InvalidValue) {
    for (place, one) in targets.enumerated() {
      for other in targets[..<place] where (other.serviceClass, other.latency) == (one.serviceClass, one.latency) {
        throw InvalidValue(
          "--within", "\(one.name) has two limits", remedy: "leave one of the two out")
      }
    }
  }

  /// The targets of a class: its own, and for other latencies those of all.
  static func targets(of serviceClass: ServiceClass, among all: [LatencyTarget]) -> [LatencyTarget] {
    latencies.compactMap { _, latency in
      all.first { $0.serviceClass == serviceClass && $0.latency == latency }
        ?? all.first { $0.serviceClass == nil && $0.latency == latency }
    }
  }

  /// Whether an answer kept to it; an answer of one token has no time between tokens to keep to.
  func isMet(by answer: ReplayedRequests.Arrived) -> Bool {
    switch latency {
    case .wait: answer.queue <= limit
    case .timeToFirstToken: answer.timeToFirstToken <= limit
    case .timePerOutputToken: (answer.timePerOutputToken ?? 0) <= limit
    case .endToEnd: answer.endToEnd <= limit
    }
  }

  private var name: String {
    (serviceClass.map { "\($0):" } ?? "") + (Self.latencies.first { $0.latency == latency }?.name ?? "")
  }

  /// `batch ttft 500 ms`.
  var description: String { (serviceClass.map { "\($0) " } ?? "") + text }

  /// `ttft 500 ms`.
  var text: String {
    (Self.latencies.first { $0.latency == latency }?.name ?? "") + " " + LatencyText.short(limit)
  }
}

extension ServiceClass {
  static func read(_ text: String) throws -> ServiceClass {
    guard let known = allCases.first(where: { $0.description == text }) else {
      let names = allCases.map(\.description)
      throw ValidationError(
        "there is no class \"\(text)\"; "
          + (NearestName.remedy(for: text, among: names) ?? "there are \(names.joined(separator: ", "))"))
    }
    return known
  }
}
