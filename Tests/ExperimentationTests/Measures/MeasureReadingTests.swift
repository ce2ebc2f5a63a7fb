import Randomness
import Testing

@testable import Experimentation

@Suite struct `What is read off a replication` {
  private let schema = RunSchema(measures: [
    MeasureDeclaration(name: "inflection_month", unit: "month", meaning: "", absence: .laterThanAny),
    MeasureDeclaration(name: "npv", unit: "CNY", meaning: ""),
    MeasureDeclaration(name: "share <= a half", unit: .one, meaning: ""),
    MeasureDeclaration(name: "irr", unit: .perYear, meaning: "", absence: .doesNotExist),
  ])

  private func record(_ measures: [Double?]) -> ReplicationRecord {
    ReplicationRecord(replication: 0, inputs: [], measures: measures, timeline: [])
  }

  @Test func `without a name it is npv`() throws {
    let reading = try MeasureReading(nil, of: schema)
    #expect(reading.name == "npv" && reading.value(of: record([nil, 3, nil])) == 3)
    #expect(reading.value(of: record([nil, nil, nil])) == nil)
  }

  @Test(arguments: [
    ("npv>0", 1.0, 1.0), ("npv>0", 0.0, 0.0), ("npv >= 0", 0.0, 1.0), ("npv<0", -1.0, 1.0), ("npv<=-1", -1.0, 1.0),
    ("npv<=-1", -0.5, 0.0), ("npv>1e6", 2e6, 1.0),
  ])
  func `a bar is met or not`(text: String, value: Double, expected: Double) throws {
    #expect(try MeasureReading(text, of: schema).value(of: record([nil, value, nil])) == expected)
  }

  @Test func `a month that never comes is after any`() throws {
    let never = record([nil, 0, nil])
    #expect(try MeasureReading("inflection_month<=24", of: schema).value(of: never) == 0)
    #expect(try MeasureReading("inflection_month>24", of: schema).value(of: never) == 1)
  }

  @Test(arguments: ["irr>5", "irr>=5", "irr<5", "irr<=5", "irr>-1", "irr<1e300"])
  func `no condition holds on a rate of return that does not exist`(text: String) throws {
    #expect(try MeasureReading(text, of: schema).value(of: record([nil, 0, nil, nil])) == 0)
  }

  @Test(arguments: ["npv>0", "npv<=0", "npv<1e300"])
  func `of what is not known no condition is known`(text: String) throws {
    #expect(try MeasureReading(text, of: schema).value(of: record([nil, nil, nil, nil])) == nil)
  }

  @Test func `conditions on what exists, and its opposite, add up to the share in which it exists`() throws {
    let values: [Double?] = [nil, 0.3, nil, 0.05, 2.1, nil, 0.1]
    func count(_ text: String) throws -> Double {
      let reading = try MeasureReading(text, of: schema)
      return values.reduce(0) { $0 + (reading.value(of: record([nil, 0, nil, $1])) ?? 0) }
    }
    #expect(try count("irr>0.1") == 2 && count("irr<=0.1") == 2 && count("irr>5") == 0)
  }

  @Test func `a name with a sign in it is taken as it is`() throws {
    let reading = try MeasureReading("share <= a half", of: schema)
    #expect(reading.bar == nil && reading.value(of: record([nil, 0, 0.3])) == 0.3)
  }

  @Test(arguments: [
    ("nvp", "did you mean npv?"), ("npv>", "for example npv>0"), ("npv<x", "for example npv<0"), ("npv>inf", "npv>0"),
    ("zzzzzz>0", "there are inflection_month, npv"), ("npv=1", "for example npv>0"),
    ("npv==1", "one of <=, >=, < and >"), ("npv != 0", "one of <=, >=, < and >"), ("npv=>1", "one of <=, >=, < and >"),
  ])
  func `what cannot be read is refused with what would do`(text: String, remedy: String) {
    let error = #expect(throws: InvalidValue.self) { try MeasureReading(text, of: schema) }
    #expect(error?.description.contains(remedy) ?? false, "\(error?.description ?? "")")
  }

  @Test func `a bar becomes a measure more`() throws {
    let (extended, index) = try MeasureReading("npv>0", of: schema).added(to: schema)
    #expect(extended.measures.count == 5 && index == 4 && extended.measures[4].isProbability)
    #expect(try MeasureReading("npv>0", of: schema).values(of: record([1, 2, 3, 4])) == [1, 2, 3, 4, 1])
    #expect(try MeasureReading("npv", of: schema).added(to: schema).index == 1)
  }

  @Test func `a measure that is missing in some replications says how many, and what to ask for instead`() throws {
    let error = try MeasureReading("inflection_month", of: schema).missing(3, of: 10, in: schema)
    #expect(error.description.contains("inflection_month is never in 3 of 10 replications"))
    #expect(error.description.contains("'inflection_month<=24' or npv"))
    let rate = try MeasureReading("irr", of: schema).missing(3, of: 10, in: schema)
    #expect(rate.description.contains("irr does not exist in 3 of 10") && rate.description.contains("'irr>0' or"))
    let unknown = try MeasureReading("npv", of: schema).missing(3, of: 10, in: schema)
    #expect(
      unknown.description.contains("npv has no value in 3 of 10") && !unknown.description.contains("take what has"))
  }

  @Test(arguments: [
    ("mean(npv)=0", Figure.mean, 0.0, "mean(npv)=0"), ("npv=-2.5e6", .mean, -2.5e6, "mean(npv)=-2500000"),
    ("p20(npv)=1", .quantile(0.2), 1, "p20(npv)=1"), ("p2.5(npv)=1", .quantile(0.025), 1, "p2.5(npv)=1"),
    ("median(npv)=0", .quantile(0.5), 0, "median(npv)=0"),
    ("P(npv>=0)=80%", .probability(above: 0.5), 0.8, "P(npv>=0)=0.8"),
    ("P(inflection_month<=24) = 0.5", .probability(above: 0.5), 0.5, "P(inflection_month<=24)=0.5"),
  ])
  func `a target is a figure and its value`(text: String, figure: Figure, value: Double, written: String) throws {
    let target = try FigureTarget(text, of: schema, option: "--target")
    #expect(target.figure.figure == figure && target.value == value && target.description == written)
  }

  @Test(arguments: [
    ("median(inflection_month)", true), ("p90(inflection_month)", true), ("mean(inflection_month)", false),
    ("P(inflection_month<=24)", false), ("median(irr)", false), ("median(npv)", false),
  ])
  func `a quantile of what is later than any may be never`(text: String, mayBeNever: Bool) throws {
    #expect(try FigureReading(text, of: schema, option: "--target").mayBeNever == mayBeNever)
  }

  @Test func `a mean of what may never come is refused with its median`() throws {
    let mean = try FigureReading("mean(inflection_month)", of: schema, option: "--target")
    #expect(
      mean.missing(3, of: 10, in: schema).instead == ["'median(inflection_month)'", "'inflection_month<=24'", "npv"])
    let rate = try FigureReading("median(irr)", of: schema, option: "--target")
    #expect(rate.missing(3, of: 10, in: schema).instead == ["'irr>0'", "npv"])
  }

  @Test(arguments: [
    ("npv", "expected FIGURE=VALUE"), ("P(npv)=0.5", "P(npv>0)"), ("mean(npv>0)=1", "write P(npv>0)"),
    ("p0(npv)=1", "there is no figure"), ("P(npv>0)=80", "between 0 and 1"), ("mean(npv)=x", "is no number"),
    ("maximum(npv)=1", "there is no figure"),
  ])
  func `a target that cannot be meant is refused`(text: String, problem: String) {
    let error = #expect(throws: InvalidValue.self) { try FigureTarget(text, of: schema, option: "--target") }
    #expect(error?.description.contains(problem) ?? false, "\(error?.description ?? "")")
  }
}
