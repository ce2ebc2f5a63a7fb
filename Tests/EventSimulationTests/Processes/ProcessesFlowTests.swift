import EventSimulation
import Randomness
import Testing

/// A part of a flow that is used again.
private struct Checked: Block {
  let desk: Resource
  var body: Blocks {
    Seize(desk)
    Delay(2, name: "check")
    Release(desk)
  }
}

@Suite struct `Ways through a flow` {
  let desk = Resource("desk", capacity: 1)
  let size = Attribute("size")

  // MARK: - Forks and loops

  @Test func `branches are taken in the shares of their probabilities`() throws {
    let results = try results(arrivals: 20_000) {
      Flow("f") {
        Arrive(every: 1)
        Decide {
          Branch(probability: 0.2) { Count("a") }
          Branch(probability: 0.5) { Count("b") }
          Otherwise { Count("c") }
        }
        Decide { Branch(probability: 0.1) { Count("rare") } }
        Count("all")
      }
    }
    for (name, share) in [("a", 0.2), ("b", 0.5), ("c", 0.3), ("rare", 0.1)] {
      let deviation = (20_000 * share * (1 - share)).squareRoot()
      #expect(abs(Double(results.count(name)) - 20_000 * share) < 4 * deviation)
    }
    #expect(results.count("all") == 20_000)
  }

  @Test func `of branches with tests the first that holds is taken`() throws {
    let results = try results {
      Flow("f") {
        Arrive(following: [1, 5, 50].map { TracedArrival(at: 0, (size, $0)) })
        Decide {
          Branch(when: { $0[size] > 10 }) { Count("large") }
          Branch(when: { $0[size] > 3 }) { Count("middle") }
          Otherwise { Count("small") }
        }
        Decide(by: { transaction, _ in transaction[size] }) {
          Branch { Count("zero") }
          Branch { Count("one") }
          Otherwise { Count("more") }
        }
      }
    }
    #expect(results.counts.map(\.count) == [1, 1, 1, 0, 1, 2])
  }

  @Test func `blocks repeat a number of times, while a test holds, or by chance`() throws {
    let results = try results(arrivals: 1000) {
      Flow("f") {
        Arrive(every: 1)
        Repeat(3) { Repeat(2) { Count("six") } }
        Repeat(0) { Count("never") }
        Repeat(times: { transaction, _ in transaction[size] + 1.6 }) { Count("twice") }
        Repeat(while: { $0[size] < 4 }) {
          Assign(size) { transaction, _ in transaction[size] + 1 }
          Count("four")
        }
        Repeat(againWith: 0.5) { Count("geometric") }
      }
    }
    #expect(results.count("six") == 6000 && results.count("never") == 0 && results.count("twice") == 2000)
    #expect(results.count("four") == 4000)
    #expect(abs(results.count("geometric") - 2000) < 4 * 45)
  }

  @Test func `blocks of one's own, conditions and loops build a flow`() throws {
    let isChecked = true
    let results = try results {
      Flow("f") {
        Arrive(at: [0])
        if isChecked { Checked(desk: desk) }
        for minutes in [1.0, 2] { Delay(.constant(minutes)) }
      }
    }
    #expect(results.end == 5)
    #expect(results[desk].busy.average == 0.4)
  }

  // MARK: - Parts and batches

  @Test func `copies go their ways, and the transaction goes on when all are done`() throws {
    let part = Attribute("part")
    let lines = try passages {
      Flow("order") {
        Arrive(at: [0])
        Split(3, numbering: part) {
          Use(desk, for: 4)
          Delay { copy, _ in copy[part] }
          Count("part")
        }
        Count("order")
      }
    }
    #expect(lines == ["2 part 4.0", "3 part 9.0", "4 part 14.0", "1 order 14.0"])
  }

  @Test func `with the first joined the others go on alone, and with none the transaction goes on at once`() throws {
    let results = try results {
      Flow("order") {
        Arrive(at: [0])
        Parallel(joining: .first) {
          Branch { Delay(5) }
          Branch {
            Delay(3)
            Count("fast")
            Leave()
          }
        }
        Record("first") { order, _ in order.time }
        Split(2, joining: .none) {
          Delay(10)
          Count("copy")
        }
        Split(0) { Count("never") }
        Delay(1)
        Record("end") { order, _ in order.time }
      }
    }
    #expect(results.tally("first").mean == 3 && results.tally("end").mean == 4)
    #expect(results.count("copy") == 2 && results.count("never") == 0)
    #expect(results.flow("order").left == 1 && results.flow("order").sojourn.mean == 4)
    #expect(results.end == 13)
  }

  @Test func `a batch goes on as one and comes apart again`() throws {
    let lines = try passages {
      Flow("parcel") {
        Arrive(at: [0, 1, 2, 3, 4])
        Batch(of: 2, after: 10)
        Use(desk, for: 5)
        Count("arrived")
        Unbatch()
        Count("out")
      }
    }
    // The fifth waits until 14 for another, and goes alone.
    #expect(
      lines == [
        "1 arrived 6.0", "1 out 6.0", "2 out 6.0", "3 arrived 11.0", "3 out 11.0", "4 out 11.0", "5 arrived 19.0",
        "5 out 19.0",
      ])
  }

  @Test func `a batch of batches comes apart layer by layer, and what is not taken apart leaves together`() throws {
    let results = try results {
      Flow("box") {
        Arrive(every: 1, limit: 8)
        Batch(of: 2)
        Batch(of: 2)
        Count("pallet")
        Unbatch()
        Count("pair")
      }
    }
    #expect(results.count("pallet") == 2 && results.count("pair") == 4)
    #expect(results.flow("box").left == 8 && results.flow("box").inside.last == 0)
    #expect(results.flow("box").sojourn.maximum == 3)
  }

  @Test func `a transaction starts one of another flow with its attributes`() throws {
    let results = try results {
      Flow("order") {
        Arrive(at: [1, 2])
        Assign(size, 6)
        Launch("invoice")
        Delay(3)
      }
      Flow("invoice") {
        Delay { invoice, _ in invoice[size] }
      }
    }
    #expect(results.flow("invoice").arrived == 2 && results.flow("invoice").sojourn.mean == 6)
    #expect(results.flow("order").sojourn.mean == 3)
  }

  // MARK: - Interrupting and cancelling

  @Test func `an interruption ends a delay or a wait in line, and what is held is kept`() throws {
    let alarm = Signal("alarm")
    let lines = try passages {
      Flow("worker") {
        Arrive(at: [0, 1])
        Interruptible(by: alarm) {
          Seize(desk)
          Delay(20)
          Count("finished")
        } interrupted: {
          Count("out")
          ReleaseAll()
        }
        Count("home")
      }
      Flow("fire") {
        Arrive(at: [7])
        Send(alarm)
        Delay(1)
        Use(desk, for: 1)
        Count("checked")
      }
    }
    #expect(lines == ["1 out 7.0", "1 home 7.0", "2 out 7.0", "2 home 7.0", "3 checked 9.0"])
  }

  @Test func `the innermost region is interrupted, and one that is outside takes no notice`() throws {
    let lines = try passages {
      Flow("machine") {
        Arrive(at: [0])
        Interruptible {
          Interruptible {
            Delay(10)
          } interrupted: {
            Count("inner")
          }
          Delay(10)
        } interrupted: {
          Count("outer")
        }
        Delay(10)
        Count("end")
      }
      Flow("breaker") {
        Arrive(at: [4, 8, 12])
        Interrupt("machine")
      }
    }
    #expect(lines == ["1 inner 4.0", "1 outer 8.0", "1 end 18.0"])
  }

  @Test func `one transaction is found by its handle`() throws {
    let victim = Store("victim")
    let which = Attribute("which")
    let lines = try passages {
      Flow("job") {
        Arrive(at: [0, 1, 2])
        Decide { Branch(when: { $0.handle == 2 }) { Put(victim) { job, _ in job.handle } } }
        Delay(10)
        Count("done")
      }
      Flow("killer") {
        Arrive(at: [5])
        Get(victim, into: which)
        Cancel(which)
      }
    }
    #expect(lines == ["1 done 10.0", "3 done 12.0"])
  }

  @Test func `who is cancelled gives back what it holds, leaves its line, and takes its parts along`() throws {
    let results = try results {
      Flow("order") {
        Arrive(at: [0, 1])
        Seize(desk)
        Split(2) {
          Delay(100)
          Count("part")
        }
        Release(desk)
      }
      Flow("waiting") {
        Arrive(at: [2])
        Use(desk, for: 1)
        Count("served")
      }
      Flow("killer") {
        Arrive(at: [5])
        Cancel("order")
      }
    }
    #expect(results.count("part") == 0 && results.count("served") == 1)
    #expect(results.flow("order").cancelled == 2 && results.flow("order").inside.last == 0)
    #expect(results[desk].abandoned == 0 && results[desk].wait.count == 3 && results[desk].busy.last == 0)
    #expect(results.deadlock == nil)
  }

  @Test func `one that is cancelled while its unit is taken from it is not given it again`() throws {
    let results = try results {
      Flow("plain") {
        Arrive(at: [0])
        Use(desk, for: 10)
        Count("plain")
      }
      Flow("urgent", priority: 1) {
        Arrive(at: [4])
        Seize(desk, preempting: .resume)
        Delay(3)
        Cancel("plain")
        Release(desk)
      }
    }
    #expect(results.count("plain") == 0)
    #expect(results[desk].busy.last == 0 && results[desk].queueLength.last == 0 && results.end == 7)
  }
}
