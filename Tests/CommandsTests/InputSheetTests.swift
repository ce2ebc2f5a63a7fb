import Randomness
import Results
import Testing

@testable import Commands
@testable import Experimentation

/// Sheets of inputs, as spreadsheets save them.
@Suite struct InputSheetTests {
  private static let header = "name,meaning,unit,value,low,high,default,source"

  private func sheet(_ rows: String..., header: String = header, mark: String = "") throws -> InputSheet {
    try InputSheet(text: mark + ([header] + rows).joined(separator: "\r\n"), file: "mine.csv")
  }

  private func texts(_ sheet: InputSheet) -> [String] { sheet.overrides.map { "\($0.name)=\($0.text)" } }

  @Test func `a row sets something where its value is not its default, or where low and high are filled in`() throws {
    let sheet = try sheet(
      "experiment,what?,text,Shop,,,Shop,",
      "rent,rent of a GPU,USD/GPU-hour,2.5,,,\"lognormal(logMean: 1.281, logDeviation: 0.255)\",our contract",
      "share,share,1,\"uniform(0.2, 0.5)\",,,\"uniform(0.2, 0.5)\",",
      "calls,calls,calls/day,,100,300,200,", ",,,,,,,", "calls2,calls,calls/day,150,100,300,200,",
      "cost,a call,EUR/call,4 USD,,,3,", "gpu,which,\"one of A, B\",B,,,A,", "day,when,text,2026-01-05,,,2026-01-01,")
    #expect(sheet.experiment == "Shop")
    #expect(
      texts(sheet) == [
        "rent=2.5 USD/GPU-hour", "calls=uniform(100, 300) calls/day", "calls2=triangular(100, 150, 300) calls/day",
        "cost=4 USD", "gpu=B", "day=2026-01-05",
      ])
    #expect(sheet.overrides[0].note == "our contract")
    #expect(sheet.overrides[1].note.isEmpty && sheet.overrides[1].whereSet == "set in mine.csv")
  }

  @Test(arguments: [";", "\t"])
  func `a file with semicolons or tabs has decimal commas`(_ separator: String) throws {
    func line(_ cells: String...) -> String { cells.joined(separator: separator) }
    let sheet = try sheet(
      line("a", "", "1", "0,5", "", "", "0,4", ""), line("b", "", "1", "", "1,5", "2,5", "2", ""),
      line("c", "", "1", "uniform(0.1, 0.2)", "", "", "1", ""), line("d", "", "1", "0.25", "", "", "1", ""),
      header: Self.header.replacing(",", with: separator), mark: "\u{FEFF}")
    #expect(texts(sheet) == ["a=0.5", "b=uniform(1.5, 2.5)", "c=uniform(0.1, 0.2)", "d=0.25"])
  }

  @Test(
    arguments: [
      ("1.200,00", "1200.00"), ("350.000,5 EUR", "350000.5 EUR"), ("1.234.567", "1234567"), ("600 000", "600000"),
      ("600\u{00A0}000,5", "600000.5"), ("600'000", "600000"), ("0.125", "0.125"), ("1,5 to 2,5", "1.5 to 2.5"),
      ("uniform(0,4; 0,9)", "uniform(0.4, 0.9)"), ("uniform(0,4, 0,9)", "uniform(0.4, 0.9)"),
      ("uniform(0.4, 0.9)", "uniform(0.4, 0.9)"), ("uniform(1,2)", "uniform(1,2)"),
      ("uniform(0,4 EUR, 0,9 EUR)", "uniform(0.4 EUR, 0.9 EUR)"), ("1,5 h to 2,5 h", "1.5 h to 2.5 h"),
      ("uniform(1.200,5; 2.000,5)", "uniform(1200.5, 2000.5)"), ("exponential(1,5)", "exponential(1.5)"),
      ("mixture(0,5: 0; 0,5: triangular(1; 2; 5,5))", "mixture(0.5: 0, 0.5: triangular(1, 2, 5.5))"),
    ])
  func `numbers and distributions are read as countries with a decimal comma write them`(
    _ cell: String, _ value: String
  ) throws {
    let sheet = try sheet("a;;1;\"\(cell)\";;;0;", header: Self.header.replacing(",", with: ";"))
    #expect(texts(sheet) == ["a=\(value)"])
  }

  @Test func `a number has the unit of its row unless it says one itself, and no word beside it is a month`() throws {
    let sheet = try sheet(
      "a,,minutes,1 h to 2 h,,,3,", "b,,minutes,\"uniform(1 h, 2 h)\",,,3,", "c,,minutes,\"uniform(1, 2)\",,,3,",
      "d,,decisions,12 decisions,,,3,", "e,,marks,5 marks,,,3,")
    #expect(
      texts(sheet) == [
        "a=1 h to 2 h", "b=uniform(1 h, 2 h)", "c=uniform(1, 2) minutes", "d=12 decisions", "e=5 marks",
      ])
  }

  @Test func `the ends of a triangle may have points and blanks between their thousands`() throws {
    let sheet = try sheet("a;;1;200 000;100.000,00;1.000.000;0;", header: Self.header.replacing(",", with: ";"))
    #expect(texts(sheet) == ["a=triangular(100000.00, 200000, 1000000)"])
  }

  @Test(
    arguments: [
      // A share, by hundredths; thousands and words; a currency of the row, and one of its own.
      ("share", "", "30%", "50 %", "uniform(30%, 50%)", 0.3, 0.5),
      ("share", "", "30.00%", "50.00%", "uniform(30.00%, 50.00%)", 0.3, 0.5),
      ("share", "", "30.00%", "0.5", "uniform(0.3, 0.5)", 0.3, 0.5),
      ("share", "40%", "30%", "50%", "triangular(30%, 40%, 50%)", 0.3, 0.5),
      ("rent", "", "\"1,200\"", "1.5k", "uniform(1200, 1.5e3) USD/month", 1200, 1500),
      ("rent", "", "$40.00", "60 USD", "uniform(40.00, 60) USD/month", 40, 60),
      ("rent", "", "US$40", "60", "uniform(40, 60) USD/month", 40, 60),
      ("rent", "1.2M", "1M", "2 million", "triangular(1e6, 1.2e6, 2e6) USD/month", 1e6, 2e6),
      ("rent", "", "12 USD/year", "24 USD/year", "uniform(12, 24) USD/year", 1, 2),
    ] as [(String, String, String, String, String, Double, Double)])
  func `low, high and a value between them are read as --set reads a number`(
    _ name: String, _ value: String, _ low: String, _ high: String, _ text: String, _ least: Double, _ most: Double
  ) throws {
    let unit = name == "share" ? "1" : "USD/month"
    let sheet = try sheet("\(name),,\(unit),\(value),\(low),\(high),,")
    #expect(texts(sheet) == ["\(name)=\(text)"])
    let experiment = try #require(try? ResolvedExperiment<Wide>(RunPlan(overrides: sheet.overrides)))
    let set = try #require(experiment.inputs.first { $0.declaration.name == name }?.distribution)
    #expect(abs(set.quantile(0) - least) < 1e-9 * most && abs(set.quantile(1) - most) < 1e-9 * most)
  }

  @Test(
    arguments: [
      (
        "rent,,USD/month,,40 EUR,60,,",
        "low, high and value of rent are in different units (EUR); write them in USD/month"
      ),
      ("rent,,USD/month,,40 EUR,60 GBP,,", "different units (EUR, GBP)"),
      ("rent,,USD/month,,30%,50,,", "different units (%)"),
      ("share,,1,,\"uniform(1, 2)\",3,,", "cell E2 (low): beside low and high a number was expected"),
    ] as [(String, String)])
  func `ends in different units are refused`(_ row: String, _ message: String) throws {
    let error = try #require(throws: (any Error).self) { try sheet(row) }
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test(arguments: [
    ("1.500 EUR", "\"1.500\" is 1500 or"), ("uniform(1.500; 2,5)", "\"1.500\" is 1500 or"),
    ("beta(2,3, 4,5)", "may be beta(2.3, 4.5)"),
  ])
  func `what may be read in two ways is refused`(_ cell: String, _ message: String) throws {
    let error = try #require(throws: InvalidValue.self) {
      try sheet("a;;1;\"\(cell)\";;;0;", header: Self.header.replacing(",", with: ";"))
    }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func `a line that tells Excel the separator, other columns and another order do no harm`() throws {
    let sheet = try InputSheet(
      text: "sep=;\nvalue;remark;name\n3;see below;a\n;;\n", file: "mine.csv")
    #expect(texts(sheet) == ["a=3"])
  }

  @Test(
    arguments: [
      ("rent,,1,#REF!,,,3,", "mine.csv:2: cell D2 (value): #REF! is a spreadsheet's error"),
      ("rent,,1,#N/A,,,3,", "cell D2 (value)"), ("rent,,1,Err:502,,,3,", "cell D2 (value)"),
      ("rent,,1,03.05.2026,,,3,", "is a date"), ("rent,,1,2026-05-03,,,3,", "is a date"),
      ("rent,,1,05.Mrz,,,3,", "is a date"), ("rent,,1,3月5日,,,3,", "is a date"),
      ("rent,,1,=B2*0.5,,,3,", "cell D2 (value): \"=B2*0.5\" is a formula"),
      ("rent,,1,,=1,2,3,", "cell E2 (low): \"=1\" is a formula"), ("rent,,1,5-Mar,,,3,", "is a date"),
      ("rent,,1,Mai 26,,,3,", "is a date"), ("rent,,1,2:30,,,3,", "a time"),
      (",,1,5,,,3,", "a row without a name"), ("rent,,1,,5,,3,", "cell F2 (high): rent has a low and no high"),
      ("rent,,1,,low,7,3,", "cell E2 (low): beside low and high a number was expected"),
      ("gpu,,\"one of A, B\",B,1,2,A,", "cell E2 (low): gpu is a choice or a setting"),
      ("a,,1,1,,,3,\r\na,,1,2,,,3,", "mine.csv:3: cell A3 (name): a stands in line 2 too"),
      ("rent,,1,25,,,3,x,y", "has 9 fields"),
    ] as [(String, String)])
  func `what a spreadsheet made of a number is refused with its cell`(_ row: String, _ message: String) throws {
    let error = try #require(throws: (any Error).self) { try sheet(row) }
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test func `a point between thousands is refused where commas are decimal`() throws {
    let error = try #require(throws: InvalidValue.self) {
      try sheet("a;;1;1.500;;;2;", header: Self.header.replacing(",", with: ";"))
    }
    #expect(error.description.contains("\"1.500\" is 1500 or"), "\(error)")
  }

  @Test(arguments: ["name,worth\r\na,1", "naem,value\r\na,1", "a", "", "name,value", "name,value\r\n\r\n"])
  func `what is no sheet is refused`(_ text: String) {
    #expect(throws: (any Error).self) { try InputSheet(text: text, file: "mine.csv") }
  }

  @Test(arguments: [false, true])
  func `a sheet as it was written sets nothing, whatever its separator and language`(_ semicolons: Bool) throws {
    let experiment = try ResolvedExperiment<Sheeted>()
    for language in Language.allCases {
      let text = InputSheetText(experiment, semicolons: semicolons, in: language).text
      let sheet = try InputSheet(text: text, file: "mine.csv")
      #expect(sheet.experiment == "Sheeted")
      #expect(sheet.overrides.isEmpty)
    }
  }

  @Test func `a sheet with a case fills in its values`() throws {
    let experiment = try ResolvedExperiment<Sheeted>(caseName: "bear")
    let sheet = try InputSheet(
      text: InputSheetText(experiment, semicolons: true, in: .english).text, file: "mine.csv")
    #expect(texts(sheet) == ["share=0.25", "kind=b"])
  }

  @Test func `a sheet with semicolons has distributions with decimal commas, which read back as they are`() throws {
    let experiment = try ResolvedExperiment<Sheeted>()
    let text = InputSheetText(experiment, semicolons: true, in: .english).text
    #expect(text.contains("\"uniform(0,2; 0,5)\""), "\(text)")
    let first = try #require(text.firstRange(of: "uniform(0,2; 0,5)"))
    let sheet = try InputSheet(
      text: String(text[..<first.lowerBound]) + "uniform(0,2; 0,4)" + String(text[first.upperBound...]),
      file: "mine.csv")
    #expect(texts(sheet) == ["share=uniform(0.2, 0.4)"])
  }

  @Test func `a wrong name, unit or value has its cell in the message`() throws {
    func refused(_ row: String) throws -> String {
      let plan = RunPlan(overrides: try sheet(row).overrides)
      return try #require(throws: InvalidValue.self) { try ResolvedExperiment<Sheeted>(plan) }.description
    }
    #expect(try refused("shaer,,1,5,,,3,").contains("mine.csv:2: cell D2 (value): shaer=5: Sheeted has no input"))
    #expect(try refused("share,,1,3,,,0.3,").contains("mine.csv:2: cell D2 (value): share=3"))
    #expect(try refused("share,,USD,0.3,,,0.4,").contains("the unit is USD"))
    #expect(try refused("kind,,\"one of a, b\",c,,,a,").contains("kind is one of a, b"))
    var plan = RunPlan()
    plan.sheetExperiment = "Other"
    let error = try #require(throws: InvalidValue.self) { try ResolvedExperiment<Sheeted>(plan) }
    #expect(error.description.contains("the sheet is one of Other"), "\(error)")
  }
}

/// What a sheet says beside its values.
@Suite struct InputSheetRowTests {
  private static let header = "name,meaning,unit,value,low,high,default,source"
  private static let rent = "\"uniform(20, 40)\""

  /// The plan of a run with such a sheet.
  private func plan(_ rows: String..., header: String = header, set: [Override] = []) throws -> RunPlan {
    let sheet = try InputSheet(text: ([header] + rows).joined(separator: "\r\n"), file: "mine.csv")
    var plan = RunPlan(overrides: set + sheet.overrides)
    plan.sheetRows = sheet.rows
    return try plan.completed(for: Sheeted.self)
  }

  @Test(
    arguments: [
      // A twelfth of what it is a month.
      ("USD/year", 20.0 / 12, 40.0 / 12), ("USD/month", 20, 40), ("USD / month", 20, 40), ("$ per month", 20, 40),
      ("", 20, 40), ("1", 20, 40), ("k USD/month", 20_000, 40_000),
    ] as [(String, Double, Double)])
  func `a changed unit sets the value of its row in that unit`(_ unit: String, _ low: Double, _ high: Double) throws {
    let plan = try plan("rent,rent,\(unit),\(Self.rent),,,\(Self.rent),")
    let rent = try #require(try ResolvedExperiment<Sheeted>(plan).inputs.last)
    #expect(
      abs(rent.distribution.quantile(0) - low) < 1e-9 * low && abs(rent.distribution.quantile(1) - high) < 1e-9 * high)
    #expect(rent.isOverridden == (low != 20))
    #expect(plan.overrides.map(\.name) == (low == 20 ? [] : ["rent"]))
  }

  @Test func `what is set elsewhere is not set by a unit`() throws {
    let plan = try plan(
      "rent,rent,USD/year,\(Self.rent),,,\(Self.rent),", set: [Override(name: "rent", text: "30")])
    #expect(plan.overrides.map(\.text) == ["30"])
    let own = try self.plan("rent,rent,USD/year,300,,,\(Self.rent),")
    #expect(own.overrides.map(\.text) == ["300 USD/year"])
  }

  @Test(
    arguments: [
      (
        "rent,,bananas,30,,,30,",
        "mine.csv:2: cell C2 (unit): rent=30 bananas: the unit is bananas, but rent is given in USD/month"
      ),
      ("rent,,EUR/month,30,,,30,", "no exchange rate between EUR and USD"),
      (
        "rnet,,USD/month,30,,,30,",
        "mine.csv:2: cell A2 (name): Sheeted has no input, choice or setting \"rnet\"; did you mean rent?"
      ),
      ("rnet,,USD/month,40,,,30,", "mine.csv:2: cell A2 (name)"), ("Kind,,\"one of a, b\",a,,,a,", "cell A2 (name)"),
      ("kind,,USD,a,,,a,", "cell C2 (unit): kind is a choice or a setting"), ("rent,,text,30,,,30,", "cell C2 (unit)"),
    ] as [(String, String)])
  func `names and units are checked beside values that nobody changed`(_ row: String, _ message: String) throws {
    let error = try #require(throws: InvalidValue.self) { try ResolvedExperiment<Sheeted>(try plan(row)) }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func `headings between the rows are none, and sources stay with values that nobody changed`() throws {
    let plan = try plan(
      "Costs,,,,,,,", "rent,,USD/month,\(Self.rent),,,\(Self.rent),our contract",
      "kind,,\"one of a, b\",a,,,a,the board", "share,,1,0.3,,,0.4,our count")
    #expect(plan.sources == ["rent": "our contract", "kind": "the board", "share": "our count"])
    #expect(plan.overrides.map(\.name) == ["share"])
    let experiment = try ResolvedExperiment<Sheeted>(plan)
    let description = RunDescription(experiment, plan: plan, source: nil, command: "run")
    #expect(
      description.inputs.map { "\($0.source) \($0.isOverridden)" } == [
        "our count true", "assumption: an example false", "our contract false",
      ])
    #expect(description.choices.map(\.source) == ["the board"])
    #expect(description.settings.map(\.source) == ["a setting"])
  }
}

extension InputSheetRowTests {
  @Test(arguments: Language.allCases)
  func `a sheet as it was written has the declared sources, in its language`(_ language: Language) throws {
    let text = InputSheetText(try ResolvedExperiment<Sheeted>(), semicolons: false, in: language).text
    #expect(text.contains(language == .chinese ? "假设：示例" : "assumption: an example"), "\(text)")
    #expect(text.contains(language == .chinese ? "assumption" : "假设") == false)
    var plan = RunPlan()
    plan.sheetRows = try InputSheet(text: text, file: "mine.csv").rows
    plan = try plan.completed(for: Sheeted.self)
    let description = RunDescription(
      try ResolvedExperiment<Sheeted>(plan), plan: plan, source: nil, command: RunCommand.name)
    #expect(
      description.inputs.map(\.source) == [
        "assumption: an example; with signs", "assumption: an example", "assumption: an example",
      ])
  }
}

private struct Wide: Experiment {
  static let question = "What can a sheet set?"

  @Uncertain(.uniform(0, 1), "a share", in: 0...1, source: .assumption("an example"))
  var share: Double
  @Uncertain(.uniform(0, 1e7), "rent", unit: "USD/month", source: .assumption("an example"))
  var rent: Double

  var scenario: Scenario {
    Trial { _ in [.init("worth", share * rent)] }
  }
}

private struct Sheeted: Experiment {
  static let question = "Is a sheet, \"quoted; and long\", read as it was written?"
  static let cases = [Case("bear", "less", ["share": 0.25, "kind": "b"])]
  static let chinese: Translation = ["an example": "示例"]

  enum Kind: String, CaseIterable { case a, b }

  @Uncertain(.uniform(0.2, 0.5), "a share, of something", in: 0...1, source: .assumption("an example; with signs"))
  var share: Double
  @Uncertain(7.25, "a number", unit: "CNY/USD", source: .assumption("an example"))
  var rate: Double
  @Uncertain(.uniform(20, 40), "rent", unit: "USD/month", source: .assumption("an example"))
  var rent: Double
  @Choice("which kind") var kind: Kind = .a
  @Setting("a file") var file = "data.csv"

  var scenario: Scenario {
    Trial { _ in [.init("worth", share * rate)] }
  }
}
