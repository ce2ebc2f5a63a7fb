import EventSimulation
import Randomness
import Testing

@Suite struct `Levels over time` {
  @Test func `each level counts for as long as it lasts`() {
    var queue = TimeWeighted()
    queue.set(2, at: 10)
    queue.add(-1, at: 15)
    #expect(queue.level == 1)
    #expect(queue.average(through: 20) == 0.75)
    #expect(queue.integral(through: 20) == 15)
    #expect(queue.variance(through: 20) == 1.25 - 0.75 * 0.75)
    #expect(queue.minimum(through: 20) == 0)
    #expect(queue.maximum(through: 20) == 2)
  }

  @Test func `closing an observation does not disturb it`() {
    var level = TimeWeighted(4, at: 1)
    #expect(level.average(through: 1) == nil && level.minimum(through: 1) == nil && level.variance(through: 1) == nil)
    #expect(level.average(through: 3) == 4)
    #expect(level.average(through: 2) == 4)
    level.set(0, at: 3)
    #expect(level.average(through: 5) == 2)
  }

  @Test func `a level that lasts no time does not count`() {
    var level = TimeWeighted(1)
    level.set(100, at: 2)
    level.set(-100, at: 2)
    level.set(3, at: 2)
    #expect(level.maximum(through: 4) == 3)
    #expect(level.minimum(through: 4) == 1)
    #expect(level.average(through: 4) == 2)
  }

  @Test func `a reset at the end of the warm-up forgets what was and keeps the level`() {
    var level = TimeWeighted()
    level.set(50, at: 1)
    level.set(2, at: 5)
    level.reset(at: 10)
    #expect(level.average(through: 10) == nil)
    level.set(4, at: 20)
    #expect(level.average(through: 30) == 3)
    #expect(level.maximum(through: 30) == 4)
    #expect(level.minimum(through: 30) == 2)
    #expect(level.duration(through: 30) == 20)
  }

  @Test func `average and variance agree with sums over small steps`() throws {
    let random = RandomStream(seed: 4, replication: 0, name: "level")
    var level = TimeWeighted(1e6)
    var samples: [Double] = []
    for step in 0..<1000 {
      let value = 1e6 + (random.uniform() * 10).rounded(.down)
      level.set(value, at: Double(step))
      samples.append(value)
    }
    let mean = samples.reduce(0, +) / 1000
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1000
    #expect(abs(try #require(level.average(through: 1000)) / mean - 1) < 1e-14)
    #expect(abs(try #require(level.variance(through: 1000)) / variance - 1) < 1e-10)
  }
}
