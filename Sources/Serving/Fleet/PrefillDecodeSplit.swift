import Randomness

/// Replicas of a deployment that prefill prompts, and others that decode answers: the KV cache of a prompt is transferred
/// between them.
///
/// ```swift
/// PrefillDecodeSplit(prefill: 2, decode: 2, link: KVLink(bytesPerSecond: 25e9, latency: 5e-5), bytesPerToken: 131_072)
/// ```
/// Requests go to the replicas of either pool in turn. The blocks of a prompt are reserved on the decode replica when its
/// prefill ends and the transfer begins; with its end the request joins the queue there, and the first decode step gives the
/// first token.
public struct PrefillDecodeSplit: Sendable, Hashable {
  /// Replicas that prefill.
  public let prefill: Int
  /// Replicas that decode.
  public let decode: Int
  /// The link between them.
  public let link: KVLink
  /// Bytes of KV cache for a token of context.
  public let bytesPerToken: Double

  /// Pools of either kind, at least one replica each.
  public init(
    prefill: Int, decode: Int, link: KVLink, bytesPerToken: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.prefill = max(prefill, 1)
    self.decode = max(decode, 1)
    self.link = link
    self.bytesPerToken = bytesPerToken
    for (name, count) in [("prefill", prefill), ("decode", decode)] where !(1...100_000).contains(count) {
      ValidationErrors.report(
        InvalidValue(
          "PrefillDecodeSplit(\(name): \(count))", "a pool has from 1 to 100 000 replicas",
          remedy: "leave out the split where the same replicas prefill and decode", location: "\(file):\(line)"))
    }
    if !(bytesPerToken > 0 && bytesPerToken <= 1e12) {
      ValidationErrors.report(
        InvalidValue(
          "bytesPerToken: \(bytesPerToken.shortest)", "a token of context takes more than 0 bytes, and at most 1e12",
          location: "\(file):\(line)"))
    }
  }

  /// All replicas.
  var replicas: Int { prefill + decode }
}

/// A link over which KV caches are transferred.
public struct KVLink: Sendable, Hashable {
  /// Bytes a second.
  public let bytesPerSecond: Double
  /// Seconds of every transfer, whatever its size.
  public let latency: Double
  /// Whether transfers share the bandwidth: each gets an equal part of it among those under way when it begins, and keeps it.
  public let isShared: Bool

  /// A link with a bandwidth in bytes a second and a latency in seconds.
  public init(
    bytesPerSecond: Double, latency: Double = 0, isShared: Bool = false, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.bytesPerSecond = bytesPerSecond
    self.latency = latency
    self.isShared = isShared
    if !(bytesPerSecond > 0 && bytesPerSecond < .infinity) {
      ValidationErrors.report(
        InvalidValue(
          "KVLink(bytesPerSecond: \(bytesPerSecond.shortest))", "a link transfers more than 0 bytes a second",
          location: "\(file):\(line)"))
    }
    if !(latency >= 0 && latency < .infinity) {
      ValidationErrors.report(
        InvalidValue(
          "KVLink(latency: \(latency.shortest))", "a latency is at least 0 s", location: "\(file):\(line)"))
    }
  }

  /// The seconds of a transfer, given the number of those under way with it, in whole units of a clock, at least one.
  func seconds(bytes: Double, among transfers: Int, clock: StepClock) -> Double {
    let units = clock == .microseconds ? 1e6 : 1e9
    let bandwidth = bytesPerSecond / units / (isShared ? Double(transfers) : 1)
    let exact = latency * units + bytes / bandwidth
    // A whole number of units, read from decimals, is off by rounding.
    let near = exact.rounded()
    return max(abs(exact - near) <= near * 0x1p-46 ? near : exact.rounded(.up), 1) / units
  }
}
