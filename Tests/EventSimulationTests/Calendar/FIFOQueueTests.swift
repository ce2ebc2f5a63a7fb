import EventSimulation
import Randomness
import Testing

@Suite struct `First in, first out` {
  @Test(arguments: 0..<4)
  func `the queue agrees with an array`(seed: Int) {
    let random = RandomStream(seed: UInt64(seed), replication: 0, name: "queue")
    var queue = FIFOQueue<Int>(minimumCapacity: seed)
    var expected: [Int] = []
    for number in 0..<2000 {
      if random.uniform() < 0.55 {
        queue.append(number)
        expected.append(number)
      } else {
        #expect(queue.popFirst() == (expected.isEmpty ? nil : expected.removeFirst()))
      }
      #expect(queue.first == expected.first && queue.count == expected.count && queue.isEmpty == expected.isEmpty)
      if number.isMultiple(of: 50) { #expect((0..<queue.count).map { queue[$0] } == expected) }
      if number == 1500 {
        queue.removeAll()
        expected.removeAll()
      }
    }
  }
}
