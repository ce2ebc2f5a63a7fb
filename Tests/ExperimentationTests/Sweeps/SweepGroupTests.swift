import Randomness
import Testing

@testable import Experimentation

private struct Varied: Experiment {
  static let question = "What goes into the rows?"

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.between(1, 9), "b", source: .assumption("a test")) var b: Double
  @Uncertain(3, "c", source: .assumption("a test")) var c: Double

  enum Kind: String, CaseIterable { case both = "a, b", dots = "1..2:1", star = "*", two = "zwei Wörter", last }
  @Choice("d") var kind: Kind = .last
  enum Side: String, CaseIterable { case left, right, middle }
  @Choice("e") var side: Side = .left

  var scenario: Scenario { Trial { _ in [.init("one", 1)] } }
}

@Suite struct `The points of a sweep` {
  private let plan = RunPlan(replications: 20, seed: 5)

  private func sweep(_ variations: String...) throws -> Sweep {
    try Sweep(variations, of: try ResolvedExperiment<Varied>(plan))
  }

  @Test(arguments: [1, 100, 24_000, 400_000, 5_000_000])
  func `are in one group each, in their order, and no more of them than memory holds`(numbers: Int) throws {
    let sweep = try sweep("a=0..1:0.01", "c=1,2,3,4,5,6,7")
    let groups = sweep.groups(ofNumbers: numbers)
    #expect(groups.flatMap(Array.init) == Array(0..<707))
    #expect(groups.allSatisfy { $0.count <= max(1_000_000 / numbers, 8) })
    #expect(groups.dropLast().allSatisfy { $0.count == groups[0].count })
  }

  @Test func `have the same rows alone, in any group, and all together`() throws {
    let sweep = try sweep("a=0.1,0.2,0.3,0.4", "c=1,2")
    let rows = try SweepRows(sweep, of: try ResolvedExperiment<Varied>(plan), plan: plan)
    for points in [[3], [5, 2, 3], Array(0..<8)] {
      let some = PointRows(rows, points: points, of: sweep.count)
      for replication in 0..<20 {
        for (place, point) in points.enumerated() {
          let number = replication * points.count + place
          #expect(some.row(number) == rows.row(replication * sweep.count + point))
          #expect(some.place(of: number) == rows.place(of: replication * sweep.count + point))
        }
      }
    }
  }

  @Test func `of each combination of options come first in their order, however many values inputs have`() throws {
    let sweep = try sweep("a=0..1:0.001", "kind=*", "b=1,2,3", "side=left,right")
    #expect(sweep.count == 1001 * 5 * 3 * 2)
    var seen: Set<[Int]> = []
    // By the definition: the first point with each pair of options.
    let expected = (0..<sweep.count).filter { point in
      let positions = sweep.positions(of: point)
      return seen.insert([positions[1], positions[3]]).inserted
    }
    #expect(sweep.optionPoints == expected && expected.count == 10)
    #expect(try self.sweep("a=0..1:0.001").optionPoints == [0])
  }

  @Test func `take options by their names, with blanks, commas and signs of their own`() throws {
    func labels(_ variation: String) throws -> [String] { try sweep(variation).variations[0].labels }
    #expect(try labels("kind=a, b") == ["a, b"])
    #expect(try labels("kind=zwei Wörter") == ["zwei Wörter"])
    #expect(try labels("kind=zwei Wörter, last") == ["zwei Wörter", "last"])
    #expect(try labels("kind=1..2:1") == ["1..2:1"])
    #expect(try labels("kind=*") == ["a, b", "1..2:1", "*", "zwei Wörter", "last"])
    #expect(try labels("side = left , right") == ["left", "right"])
  }

  @Test func `of a range are written as a person would, whatever their size`() throws {
    func values(_ variation: String) throws -> [Double] { try sweep(variation).variations[0].values }
    for (value, expected) in zip(try values("b=1e-15..5e-15:1e-15"), [1e-15, 2e-15, 3e-15, 4e-15, 5e-15]) {
      #expect(abs(value / expected - 1) < 1e-13)
    }
    #expect(try values("b=-0.3..0.3:0.1") == [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
    #expect(try values("b=0.1..0.7:0.2") == [0.1, 0.3, 0.5, 0.7])
    #expect(try values("b=2e7..2.3e7:1e6") == [2e7, 2.1e7, 2.2e7, 2.3e7])
    #expect(try values("b=1e20..3e20:1e20") == [1e20, 2e20, 3e20])
  }
}
