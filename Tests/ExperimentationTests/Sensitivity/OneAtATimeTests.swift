import Testing

@testable import Experimentation

@Suite struct `One input at a time` {
  private func run(_ input: String, _ quantile: Double, _ value: Double, _ output: Double?) -> OneAtATimeRun {
    OneAtATimeRun(input: input, quantile: quantile, value: value, output: output)
  }

  private func spider(_ runs: [OneAtATimeRun]) -> SensitivityAnalysis {
    Spider().analysis(of: "npv", base: nil, baseValues: [:], runs: runs)
  }

  @Test func `a tornado orders the inputs by the size of their swing`() {
    let tornado = Tornado.Bars(
      measure: "npv", base: 10, baseValues: ["a": 5, "b": 50, "c": 1],
      runs: [
        run("a", 0.05, 0, 8), run("a", 0.95, 10, 12), run("b", 0.95, 90, -20), run("b", 0.05, 10, 40),
        run("c", 0.05, 0, nil), run("c", 0.95, 2, 9), run("d", 0.05, 0, 12), run("d", 0.95, 1, 8),
      ])
    #expect(tornado.bars.map(\.input) == ["b", "a", "d", "c"])
    #expect(tornado.bars.map(\.swing) == [-60, 4, -4, nil])
    #expect(tornado.bars[0].low.quantile == 0.05 && tornado.bars[0].high.output == -20)
    // From 10 at the base of 50 to -20 at 90: a third of the way.
    #expect(abs((tornado.bars[0].switchValue ?? 0) - (50 + 40.0 / 3)) < 1e-12)
    #expect(tornado.bars.dropFirst().allSatisfy { $0.switchValue == nil })
    let rows = tornado.analysis().rows
    #expect(rows.prefix(5).map(\.index) == ["low", "base", "high", "swing", "break_even"])
    #expect(rows.prefix(4).map(\.value) == [40, 10, -20, -60])
    #expect(rows.map(\.method).allSatisfy { $0 == "tornado" } && rows.count == 20)
  }

  @Test func `a spider has the measure at each quantile and where it changes sign`() {
    let runs = [
      run("a", 0.9, 9, 6), run("a", 0.1, 1, -2), run("a", 0.5, 5, 2), run("b", 0.1, 3, 1), run("b", 0.5, 2, 2),
      run("b", 0.9, 1, 3),
    ]
    let lines = Spider().lines(of: runs)
    #expect(lines.map(\.input) == ["a", "b"])
    #expect(lines[0].runs.map(\.value) == [1, 5, 9] && lines[0].switchValue == 3)
    #expect(lines[1].switchValue == nil)
    let rows = spider(runs).rows
    #expect(rows.map(\.index) == ["q0.1", "q0.5", "q0.9", "break_even", "q0.1", "q0.5", "q0.9", "break_even"])
    #expect(rows.map(\.value) == [-2, 2, 6, 3, 1, 2, 3, nil])
  }

  @Test func `a spider ranks an input by the range of the measure over it, not by its level`() {
    let rows = spider([run("a", 0.1, 0, 99), run("a", 0.9, 1, 100), run("b", 0.1, 0, -5), run("b", 0.9, 1, 5)]).rows
    #expect(Spider().ranked(rows).map(\.input) == ["b", "a"])
    #expect(Spider().ranked(rows).map(\.weight) == [10, 1])
  }

  @Test func `a switch value lies where a straight line crosses zero`() {
    func values(_ outputs: [Double?]) -> [Double] {
      SwitchValues(of: outputs.enumerated().map { (Double($0.offset), $0.element) }).values
    }
    #expect(values([-1, 1]) == [0.5])
    #expect(values([3, -1]) == [0.75])
    #expect(values([-1, 0, 1]) == [1])
    #expect(values([-1, 0, 0, 1]) == [1])
    #expect(values([1, 0, 1]) == [])
    #expect(values([0, 1]) == [])
    #expect(values([0, 0]) == [])
    #expect(values([-1, nil, 1]) == [])
    #expect(values([-1, 1, -1]) == [0.5, 1.5])
    #expect(values([]) == [])
    #expect(values([1]) == [])
    #expect(values([.nan, -1, 1, .infinity]) == [1.5])
  }

  @Test func `of several switch values the nearest to the base is shown, and that there are several`() {
    let runs = [run("a", 0.1, 0, -1), run("a", 0.3, 2, 1), run("a", 0.7, 6, 1), run("a", 0.9, 8, -1)]
    let tornado = Tornado.Bars(measure: "npv", base: 1, baseValues: ["a": 5], runs: runs)
    #expect(tornado.bars[0].switchValue == 7)
    #expect(tornado.analysis().warnings == [.severalSwitchValues(input: "a", count: 2)])
    #expect(spider(runs).warnings == [.severalSwitchValues(input: "a", count: 2)])
  }

  @Test func `nothing, one run and equal outputs are no trouble`() {
    #expect(Tornado.Bars(measure: "y", base: nil, baseValues: [:], runs: []).analysis().rows.isEmpty)
    #expect(spider([]).rows.isEmpty)
    #expect(Tornado.Bars(measure: "y", base: nil, baseValues: [:], runs: [run("a", 0.5, 1, 2)]).bars[0].swing == 0)
    let equal = [run("a", 0.1, 1, 2), run("a", 0.9, 3, 2)]
    #expect(
      Tornado.Bars(measure: "y", base: 2, baseValues: ["a": 2], runs: equal).analysis().warnings == [.constantOutput])
    #expect(spider(equal).warnings == [.constantOutput])
  }

  @Test func `an interval over replications goes with its run`() {
    let low = OneAtATimeRun(input: "a", quantile: 0.1, value: 1, output: 2, interval: 1.5...2.5)
    let rows = Tornado.Bars(measure: "y", base: 3, baseValues: ["a": 2], runs: [low, run("a", 0.9, 3, 4)]).analysis()
      .rows
    #expect(rows[0].interval == 1.5...2.5 && rows[2].interval == nil)
  }
}
