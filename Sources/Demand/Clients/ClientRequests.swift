import EventSimulation
import Randomness

/// The requests of many clients, merged in the order of their arrival.
///
/// - Complexity: O(log n) a request for n clients, and no memory beyond that for each of them.
public struct ClientRequests: RequestSource {
  private struct Sender {
    let lengths: TokenLengths
    let lengthStreams: LengthStreams
    var arrivals: RenewalArrivals
  }

  private var senders: [Sender] = []
  private var queue = NextArrivals()
  private var number = 0

  init(_ mixture: ClientMixture, following pattern: RateProfile, from streams: Streams, named name: String) {
    senders.reserveCapacity(mixture.clients.count)
    for (index, client) in mixture.clients.enumerated() {
      let prefix = "\(name)/client \(index)"
      var arrivals = RenewalArrivals(
        (client.pattern ?? pattern).scaled(by: client.rate), gaps: client.gaps,
        from: streams.stream(prefix + "/arrivals"))
      if let first = arrivals.next() { queue.insert(index, at: first) }
      senders.append(
        Sender(lengths: client.lengths, lengthStreams: LengthStreams(streams, named: prefix), arrivals: arrivals))
    }
  }

  public mutating func nextRequest() -> InferenceRequest? {
    guard let (index, time) = queue.first else { return nil }
    let (input, output) = senders[index].lengthStreams.draw(senders[index].lengths)
    if let next = senders[index].arrivals.next() {
      queue.postponeFirst(to: next)
    } else {
      queue.removeFirst()
    }
    defer { number += 1 }
    return InferenceRequest(
      arrival: time, inputTokens: input, outputTokens: output, client: index, session: number)
  }
}
