import Dispatch

/// The same work on several elements at the same time, by all cores.
package enum Concurrent {
  /// The results in the order of the elements.
  ///
  /// - `isParallel`: whether more than one core works.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], isParallel: Bool = true, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard isParallel else { return elements.map(transform) }
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
