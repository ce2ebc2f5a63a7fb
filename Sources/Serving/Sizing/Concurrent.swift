import Dispatch

/// The same work on several things at once.
enum Concurrent {
  /// The results in the order of the things, whichever is done first.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let results = UnsafeMutablePointer<Result?>.allocate(capacity: elements.count)
    results.initialize(repeating: nil, count: elements.count)
    defer {
      results.deinitialize(count: elements.count)
      results.deallocate()
    }
    // Each writes its own place.
    nonisolated(unsafe) let places = results
    DispatchQueue.concurrentPerform(iterations: elements.count) { places[$0] = transform(elements[$0]) }
    return (0..<elements.count).compactMap { results[$0] }
  }
}
