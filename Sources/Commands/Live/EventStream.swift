import FlyingFox
import FlyingSocks
import Results
import Synchronization

/// Server-sent events to one client, in the order in which they are sent.
///
/// When the client goes away, the server gives up writing and lets go of the stream, and ``isClosed`` becomes true.
final class EventStream: Sendable {
  private let stream: AsyncStream<[UInt8]>
  private let continuation: AsyncStream<[UInt8]>.Continuation
  fileprivate let closed: Flag

  /// Whether nobody reads it any more.
  fileprivate final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  /// What is held by whoever sends.
  struct Sender: Sendable {
    private let continuation: AsyncStream<[UInt8]>.Continuation
    private let closed: Flag

    fileprivate init(_ continuation: AsyncStream<[UInt8]>.Continuation, _ closed: Flag) {
      self.continuation = continuation
      self.closed = closed
    }

    var isClosed: Bool { closed.isSet.load(ordering: .relaxed) }

    func send(_ event: String, _ data: JSONValue) {
      continuation.yield(Array("event: \(event)\ndata: \(data.compactText)\n\n".utf8))
    }

    func finish() { continuation.finish() }

    /// Tells whoever sends that nobody waits for it any more.
    func cancel() {
      closed.isSet.store(true, ordering: .relaxed)
      continuation.finish()
    }
  }

  init() {
    let closed = Flag()
    (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    self.closed = closed
    continuation.onTermination = { _ in closed.isSet.store(true, ordering: .relaxed) }
  }

  var sender: Sender { Sender(continuation, closed) }

  /// The answer whose body it is.
  var response: HTTPResponse {
    HTTPResponse(
      statusCode: .ok,
      headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
      body: HTTPBodySequence(from: Body(stream: stream), suggestedBufferSize: 1 << 20))
  }

  /// The events as the server reads them: each as soon as it is there.
  private struct Body: AsyncBufferedSequence {
    typealias Element = UInt8

    let stream: AsyncStream<[UInt8]>

    func makeAsyncIterator() -> Iterator { Iterator(events: stream.makeAsyncIterator()) }

    struct Iterator: AsyncBufferedIteratorProtocol {
      var events: AsyncStream<[UInt8]>.Iterator

      mutating func next() async -> UInt8? { nil }

      mutating func nextBuffer(suggested count: Int) async -> [UInt8]? { await events.next() }
    }
  }
}
