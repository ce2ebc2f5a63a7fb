import EventSimulation
import Randomness
import Testing

@Suite struct `Stores, containers, signals and conditions` {
  let size = Attribute("size")
  let shelf = Store("shelf", capacity: 2)
  let tank = Container("tank", capacity: 10, level: 4)
  let bell = Signal("bell")

  @Test func `who gets waits for an item, and who puts waits for room`() throws {
    let results = try results {
      Flow("maker") {
        Arrive(at: [0, 1, 2, 3])
        Put(shelf) { maker, _ in maker.time }
        Record("put") { maker, _ in maker.time }
      }
      Flow("taker") {
        Arrive(at: [10, 20, 30, 40, 50])
        Get(shelf, into: size, patience: 5) {
          Count("nothing")
          Leave()
        }
        Record("item") { taker, _ in taker[size] }
      }
    }
    // Two find room; the others wait until 10 and 20.
    #expect(results.tally("put").maximum == 20)
    #expect(results[shelf].putWait.maximum == 17)
    #expect(results.tally("item").count == 4 && results.tally("item").maximum == 3)
    #expect(results.count("nothing") == 1)
    #expect(results[shelf].items.maximum == 2 && results[shelf].items.last == 0)
    #expect(results[shelf].queueLength.last == 0)
  }

  @Test(arguments: [
    (Store.Order.firstIn, [5.0, 9, 1]), (.lastIn, [1, 9, 5]), (.smallest, [1, 5, 9]), (.largest, [9, 5, 1]),
  ])
  func `items leave in the order of the store`(order: Store.Order, items: [Double]) throws {
    let shelf = Store("shelf", items: [5, 9, 1], order: order)
    var taken: [Double] = []
    let model = ProcessModel {
      Flow("taker") {
        Arrive(at: [0, 1, 2])
        Get(shelf, into: size)
        Record("item") { taker, _ in taker[size] }
      }
    }
    for count in 1...3 {
      let results = try model.run(Streams(seed: 1, replication: 0), until: Double(count) - 0.5)
      let sum = (results.tally("item").mean ?? 0) * Double(count)
      taken.append(sum - taken.reduce(0, +))
    }
    #expect(taken == items)
  }

  @Test func `who waits for a certain item does not hold up those behind`() throws {
    let lines = try passages {
      Flow("picky") {
        Arrive(at: [0])
        Get(shelf, into: size, matching: { _, item in item > 10 })
        Count("picky")
      }
      Flow("easy") {
        Arrive(at: [1])
        Get(shelf)
        Count("easy")
      }
      Flow("maker") {
        Arrive(at: [2, 4])
        Put(shelf) { maker, _ in maker.time * 4 }
      }
    }
    #expect(lines == ["2 easy 2.0", "1 picky 4.0"])
  }

  @Test func `amounts wait for level and room, in order`() throws {
    let results = try results {
      Flow("drinker") {
        Arrive(at: [0, 1, 2])
        Get(tank, 3)
        Record("got") { drinker, _ in drinker.time }
      }
      Flow("filler") {
        Arrive(at: [5, 6, 7])
        Put(tank, 6)
        Record("put") { filler, _ in filler.time }
      }
      Flow("big drinker") {
        Arrive(at: [20])
        Get(tank) { drinker, _ in drinker.level(of: tank) }
      }
    }
    // 4 - 3 = 1; at 5 there are 7, of which two take 6; at 6 there are 7; the third finds no room until 20.
    #expect(results.tally("got").maximum == 5)
    #expect(results.tally("put").maximum == 20)
    #expect(results[tank].level.maximum == 7 && results[tank].level.last == 6)
    #expect(results[tank].getWait.maximum == 4)
    #expect(results[tank].putWait.maximum == 13)
  }

  @Test func `a small request waits behind a large one, until that gives up`() throws {
    let lines = try passages {
      Flow("large") {
        Arrive(at: [0])
        Get(tank, 9, patience: 3) { Count("gave up") }
      }
      Flow("small") {
        Arrive(at: [1])
        Get(tank, 1)
        Count("small")
      }
    }
    #expect(lines == ["1 gave 3.0", "2 small 3.0"])
  }

  @Test func `tenths add up to what was put in`() throws {
    let results = try results {
      Flow("drinker") {
        Arrive(at: [0])
        Repeat(40) { Get(tank, 0.1) }
        Count("empty")
      }
    }
    #expect(results.count("empty") == 1 && results.deadlock == nil)
  }

  @Test func `a signal reaches those who wait, and as many as it may`() throws {
    let lines = try passages {
      Flow("waiter") {
        Arrive(at: [0, 1, 2, 7])
        Wait(for: bell)
        Count("heard")
      }
      Flow("ringer") {
        Arrive(at: [5])
        Send(bell, toAtMost: 2)
        Delay(5)
        Send(bell)
      }
    }
    #expect(lines == ["1 heard 5.0", "2 heard 5.0", "3 heard 10.0", "5 heard 10.0"])
  }

  @Test func `a condition lets pass at once or when an event makes it true`() throws {
    let lines = try passages {
      Flow("waiter") {
        Arrive(at: [0, 20])
        Wait(until: { $0.level(of: tank) >= 8 })
        Count("through")
      }
      Flow("filler") {
        Arrive(at: [5, 6])
        Put(tank, 2)
      }
    }
    #expect(lines == ["1 through 6.0", "3 through 6.0"].filter { $0.hasPrefix("1") } + ["4 through 20.0"])
  }

  @Test func `of several things the first counts`() throws {
    let which = Attribute("which")
    let results = try results {
      Flow("waiter") {
        Arrive(at: [0, 8, 20])
        Wait(
          forAny: .signal(bell), .after(4), .condition { $0.level(of: tank) > 9 }, .after { $1.uniform() + 100 },
          storing: which)
        Record("which") { waiter, _ in waiter[which] }
        Record("time") { waiter, _ in waiter.time }
      }
      Flow("ringer") {
        Arrive(at: [10])
        Send(bell)
      }
      Flow("filler") {
        Arrive(at: [22])
        Put(tank, 6)
      }
    }
    // Timeout at 4, signal at 10, condition at 22.
    #expect(results.tally("which").count == 3 && results.tally("which").mean == 1)
    #expect(results.tally("time").mean == 12)
  }

  @Test func `all of several things must come, in whichever order`() throws {
    let other = Signal("other")
    let lines = try passages {
      Flow("waiter") {
        Arrive(at: [0])
        Wait(forAll: .signal(bell), .after(7), .signal(other), .after(3), .condition { $0.level(of: tank) > 4 })
        Count("through")
        Delay(50)
        Count("out")
      }
      Flow("ringer") {
        Arrive(at: [2])
        Send(other)
        Delay(1)
        Send(other)
        Delay(7)
        Send(bell)
        Delay(5)
        Put(tank, 1)
      }
    }
    #expect(lines == ["1 through 15.0", "1 out 65.0"])
  }

  @Test func `waiting for a signal that never comes, again and again, takes no more room`() throws {
    let results = try results(until: 50_000) {
      Flow("waiter") {
        Arrive(at: [0])
        Repeat(while: { _ in true }) {
          Wait(forAny: .signal(bell), .after(1))
          Count("round")
        }
      }
    }
    #expect(results.count("round") == 50_000)
  }
}
