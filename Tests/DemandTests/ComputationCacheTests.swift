import Demand
import Foundation
import Synchronization
import Testing

@Suite struct ComputationCacheTests {
  @Test func `two values are computed at the same time`() {
    let cache = ComputationCache<Int, Bool>(capacity: 4)
    let begun = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
    let met = Mutex<[Bool]>([])
    // Each computation goes on when the other has begun; one after the other, the first would wait in vain.
    let threads = [0, 1].map { key in
      Thread {
        let value = cache.value(for: key) {
          begun[key].signal()
          let other = begun[1 - key].wait(timeout: .now() + 60) == .success
          return other
        }
        met.withLock { $0.append(value) }
      }
    }
    threads.forEach { $0.start() }
    while met.withLock({ $0.count }) < 2 { usleep(1000) }
    #expect(met.withLock { $0 } == [true, true])
    #expect(cache.computedCount == 2)
  }

  @Test func `one value is computed once, however many threads ask for it`() {
    let cache = ComputationCache<String, Int>(capacity: 4)
    let computations = Mutex(0)
    let values = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      let value = cache.value(for: "key") {
        usleep(20_000)
        return computations.withLock { count in
          count += 1
          return 7
        }
      }
      values.withLock { $0.append(value) }
    }
    #expect(values.withLock { $0 } == Array(repeating: 7, count: 64))
    #expect(computations.withLock { $0 } == 1 && cache.computedCount == 1)
  }

  @Test func `beyond its capacity a cache drops the value that was asked for longest ago`() {
    let cache = ComputationCache<Int, Int>(capacity: 3)
    func ask(_ key: Int) -> Int { cache.value(for: key) { 10 * key } }
    for key in 0..<100 {
      #expect(ask(key) == 10 * key)
      // The first is asked for all the time, so it stays.
      #expect(ask(0) == 0)
      #expect(cache.count <= 3)
    }
    #expect(cache.computedCount == 100)
    #expect(ask(98) == 980 && ask(99) == 990)
    #expect(cache.computedCount == 100)
    #expect(ask(5) == 50)
    #expect(cache.computedCount == 101)
  }

  @Test func `an error is not kept`() throws {
    struct Failure: Error {}
    let cache = ComputationCache<Int, Int>(capacity: 3)
    #expect(throws: Failure.self) { try cache.value(for: 1) { throw Failure() } }
    #expect(cache.value(for: 1) { 4 } == 4)
    #expect(cache.computedCount == 1)
  }
}
