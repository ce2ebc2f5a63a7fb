import Randomness
import Testing

@testable import Experimentation

@Suite struct `Rows of a design` {
  private let design = TestFunction.sum.randomRows(20, seed: 1)

  private func results() -> [IndexedRows.Result] {
    design.enumerated().map { IndexedRows.Result(index: $0, inputs: $1, output: TestFunction.sum($1)) }
  }

  private func mismatch(_ results: [IndexedRows.Result]) -> IndexedRows.Mismatch? {
    do {
      _ = try IndexedRows(results, of: design)
      return nil
    } catch {
      return error
    }
  }

  @Test func `in order stay in order`() throws {
    let rows = try IndexedRows(results(), of: design)
    #expect(rows.outputs == design.map { TestFunction.sum($0) } && !rows.wereShuffled)
  }

  @Test(arguments: 0..<5 as Range<UInt64>)
  func `are put back in order when shuffled`(seed: UInt64) throws {
    let stream = Streams(seed: seed, replication: 0).stream("shuffle")
    var shuffled = results()
    for place in shuffled.indices { shuffled.swapAt(place, place + stream.index(below: shuffled.count - place)) }
    let rows = try IndexedRows(shuffled, of: design)
    #expect(rows.outputs == design.map { TestFunction.sum($0) } && rows.wereShuffled)
  }

  @Test func `are named by the first that is missing`() {
    let some = results().filter { $0.index != 7 && $0.index != 12 }
    #expect(mismatch(some) == .missing(index: 7))
    #expect(mismatch([]) == .missing(index: 0))
  }

  @Test func `are named by the first that is there twice`() {
    let all = results()
    #expect(mismatch(all + [all[9], all[4], all[4]]) == .duplicate(index: 4, times: 3))
  }

  @Test func `are named by the first that was run with other inputs`() {
    var all = results()
    all[11] = .init(index: 11, inputs: [design[11][0], design[11][1], 7], output: 1)
    all[15] = .init(index: 15, inputs: design[3], output: 1)
    #expect(mismatch(all) == .mismatched(index: 11, input: 2, found: 7, expected: design[11][2]))
    all[2] = .init(index: 2, inputs: [design[2][0]], output: 1)
    #expect(mismatch(all) == .mismatched(index: 2, input: 1, found: nil, expected: design[2][1]))
  }

  @Test func `are named by the first that no design row has`() {
    let all = results()
    #expect(mismatch(all + [.init(index: 30, inputs: [], output: 1)]) == .beyond(index: 30, rows: 20))
    #expect(mismatch(all + [.init(index: -1, inputs: [], output: 1)]) == .beyond(index: -1, rows: 20))
    // The lowest index at fault comes first.
    #expect(mismatch(all.dropFirst() + [.init(index: 30, inputs: [], output: 1)]) == .missing(index: 0))
  }

  @Test func `that are swapped with their indices kept are foreign`() {
    var all = results()
    all[5] = .init(index: 5, inputs: design[6], output: 1)
    all[6] = .init(index: 6, inputs: design[5], output: 1)
    #expect(mismatch(all)?.index == 5)
    #expect(mismatch(all).map { "\($0)" }?.contains("it is of another design") == true)
  }
}
