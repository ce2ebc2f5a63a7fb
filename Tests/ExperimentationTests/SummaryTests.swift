import Testing

@testable import Experimentation

@Suite struct SummaryTests {
  @Test func `quantiles are of type 7 and the mean is that of all`() {
    var summary = MeasureSummary()
    for value in [4.0, 1, 3, 2, 5] { summary.add(value) }
    #expect(summary.quantiles([0, 0.1, 0.5, 0.9, 1]).map { $0 ?? -1 } == [1, 1.4, 3, 4.6, 5])
    #expect(summary.mean == 3 && summary.empty == 0 && summary.positive == 5)
  }

  @Test func `a replication without a value counts as later than all others`() {
    var summary = MeasureSummary(absence: .laterThanAny)
    for value in [10.0, 20, 30, 40] { summary.add(value) }
    for _ in 0..<6 { summary.add(nil) }
    // Ten in all: the first four are known, the fifth and later are not.
    #expect(summary.quantiles([0, 1.0 / 9, 1.0 / 3, 0.34, 0.5]) == [10, 20, 40, nil, nil])
    #expect(summary.mean == nil && summary.maximum == nil && summary.minimum == 10)
    #expect(summary.count == 10 && summary.empty == 6)
  }

  @Test func `what is 0 or 1 in every replication has no quantile between the two`() {
    var summary = MeasureSummary()
    for value in 0..<1000 { summary.add(value % 10 == 0 ? 0 : 1) }
    // 100 of them are 0: the places 99.9 of type 7 and 49.95 lie at 0, and 100.0 and more at 1.
    #expect(summary.quantiles([0.05, 0.1, 100.0 / 999, 0.25, 0.5, 1]) == [0, 0, 1, 1, 1, 1])
    #expect(summary.valueQuantiles([0.05, 0.1, 0.25]) == [0, 0, 1])
    #expect(abs((summary.mean ?? 0) - 0.9) < 1e-12)
    // Places 0, 4 and 4.5 of ten, of which five have a value.
    var half = MeasureSummary(absence: .laterThanAny)
    for value in [0.0, 0, 1, 1, 1] as [Double?] + Array(repeating: nil, count: 5) { half.add(value) }
    #expect(half.quantiles([0, 1.5 / 9, 4.0 / 9, 0.5]) == [0, 0, 1, nil])
    // One value more, and it is no indicator.
    summary.add(2)
    #expect(summary.quantiles([1]) == [2])
  }

  @Test func `one value and none at all are no trouble`() {
    var summary = MeasureSummary()
    #expect(summary.quantiles([0.5]) == [nil])
    summary.add(nil)
    #expect(summary.quantiles([0, 0.5]) == [nil, nil])
    var single = MeasureSummary()
    single.add(7)
    #expect(single.quantiles([0, 0.5, 1]) == [7, 7, 7])
    #expect(single.mean == 7 && single.interval == nil)
    var half = MeasureSummary(absence: .laterThanAny)
    half.add(7)
    half.add(nil)
    #expect(half.quantiles([0, 0.5]) == [7, nil])
  }

  @Test func `a proportion's interval is Wilson's`() {
    // 170 of 500, as statsmodels has it.
    let interval = Proportion(170, of: 500).interval
    #expect(abs(interval.lowerBound - 0.2998388584537141) < 1e-12)
    #expect(abs(interval.upperBound - 0.38260093049398264) < 1e-12)
    #expect(Proportion(0, of: 100).interval.lowerBound == 0)
    #expect(Proportion(0, of: 100).interval.upperBound > 0.03)
    #expect(Proportion(100, of: 100).interval.upperBound == 1)
  }

  @Test func `a break-even that most futures do not have is none, with what one future in ten has`() {
    let declaration = MeasureDeclaration(
      name: "pays_off_from", unit: "documents/day", meaning: "", absence: .laterThanAny,
      sought: SoughtValue(input: "documents", definition: "the net present value is 0", from: 10))
    func finding(_ values: [Double?], _ language: Language = .english) -> Finding {
      var summary = MeasureSummary(absence: .laterThanAny)
      for value in values { summary.add(value) }
      return Finding(declaration, summary, nil, language)
    }
    let rare = finding([100, 120, 140] + Array(repeating: nil, count: 7))
    #expect("\(rare)" == "none of the values tried (118 documents/day in one future of ten)")
    #expect(rare.onwards.hasSuffix("in one of ten from 118 documents/day on"))
    #expect(!finding([100] + Array(repeating: nil, count: 19)).onwards.contains("one of ten"))
    #expect(finding([100, 100, 100]).onwards == "from 100 documents/day on")
    // At the least value that is tried it may be any below that.
    let all = "at every value that was tried, from 10.0 documents/day on"
    #expect(finding([10, 10, 10]).onwards == all)
    #expect(
      finding([10, 10, 10, 10, 30]).onwards
        == all + " in the median future, and in nine of ten from 22.0 documents/day on")
    #expect(
      finding([10, 10, 10, 10, nil]).onwards == all + " in the median future, and in one of ten at none")
    #expect(finding([10, 10, 10], .chinese).onwards.hasPrefix("所试各值"))
    #expect("\(finding([100, 100, nil, 100]))".contains("to never"))
    #expect("\(finding([nil, nil], .chinese))" == "所试各值均无")
  }
}
