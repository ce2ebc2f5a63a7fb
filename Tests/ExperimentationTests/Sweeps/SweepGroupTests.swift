import Randomness
import Testing

@testable import Experimentation

private struct Varied: Experiment {
  static let question = "What goes into the rows?"

  @Uncertain(.uniform(0, 1), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.between(1, 9), "b", source: .assumption("a test")) var b: Double
  @Uncertain(3, "c", source: .assumption("a test")) var c: Double

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
}
