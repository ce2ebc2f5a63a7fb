import Foundation
import Testing

/// `payoff report --explore`: a page with sliders over the grid of a sweep.
@Suite struct ExploreTests {
  private let workplace: Workplace

  /// `area` is bilinear, so that interpolation is exact; of `square` it is off by (b − a)(c − b) at b between a and c. `deep` has
  /// no value below 2.
  private static let text = """
    import Payoff

    @main
    struct Field: Experiment {
      static let question = "How large is a <b>field</b>?"

      @Uncertain(.uniform(0, 10), "the long side", unit: "m", source: .assumption("a test"))
      var long: Double
      @Uncertain(.uniform(0, 10), "the other", unit: "m", source: .assumption("a test"))
      var wide: Double
      @Choice("what grows")
      var crop: Crop = .hay
      @Choice("how many rows")
      var rows: Rows = .one

      enum Crop: String, CaseIterable { case hay, corn }
      enum Rows: String, CaseIterable { case one = "1", two = "2" }

      var scenario: Scenario {
        Trial { _ in
          [
            .init("area", long * wide * (crop == .hay ? 1 : 2), unit: "m2"), .init("square", long * long),
            .init("deep", long < 2 ? nil : long, absence: .laterThanAny), .init("same", 7),
          ]
        }
      }
    }

    """

  init() throws {
    workplace = try Workplace()
    try workplace.write(Self.text, to: "Field.swift")
  }

  private func payoff(_ arguments: [String], status: Int32 = 0) async throws -> String {
    let outcome = try await CommandLineTool.run(arguments, in: workplace)
    #expect(outcome.status == status, "\(arguments): \(outcome.error)")
    return status == 0 ? outcome.output : outcome.error
  }

  private func sweep(_ variations: [String], to out: String) async throws {
    _ = try await payoff(
      ["sweep", "Field.swift", "-r", "2", "-o", out, "--measure", "area"] + variations.flatMap { ["--vary", $0] })
  }

  /// What the script has of a measure.
  private struct Data: Decodable {
    struct Measure: Decodable {
      struct Error: Decodable {
        let largest: Double
        let typical: Double
        let count: Int
      }

      let name: String
      let constant: Bool
      let values: [String: [Double?]]
      let error: Error?
    }

    struct Axis: Decodable {
      let name: String
      let labels: [String]
      let numbers: [Double]?
    }

    let axes: [Axis]
    let measures: [Measure]
    let shown: String
  }

  private func data(of page: String) throws -> Data {
    let text = try workplace.text(of: page)
    let json = try #require(text.firstMatch(of: #/id="payoff-data">(.*?)</script>/#.dotMatchesNewlines())).output.1
    return try JSONDecoder().decode(Data.self, from: Foundation.Data(json.utf8))
  }

  @Test func `the page has every point of the grid, and how far off interpolation is`() async throws {
    // Given in another order than they are shown.
    try await sweep(["long=4,1,2", "wide=3,6"], to: "grid")
    #expect(try await payoff(["report", "grid", "--explore"]) == "Wrote grid/explore.html\n")
    let found = try data(of: "grid/explore.html")
    #expect(found.shown == "area" && found.measures.map(\.name) == ["area", "square", "deep", "same"])
    let (area, square, deep) = (found.measures[0], found.measures[1], found.measures[2])
    #expect(area.values["p50"] == [3, 6, 6, 12, 12, 24] && square.values["mean"] == [1, 1, 4, 4, 16, 16])
    #expect(deep.values["p50"] == [nil, nil, 2, 2, 4, 4] && deep.values["without"] == [1, 1, 0, 0, 0, 0])
    #expect(found.measures[3].constant && !area.constant)
    // Twice at 2 between 1 and 4: (2 − 1)(4 − 2); along the other side no point is inside.
    #expect(area.error.map { [$0.largest, $0.typical] } == [0, 0])
    let error = try #require(square.error)
    #expect(abs(error.largest - 2) < 1e-12 && abs(error.typical - 2) < 1e-12 && error.count == 2)
    #expect(deep.error == nil, "what has no value is not left out")
    let text = try workplace.text(of: "grid/explore.html")
    #expect(text.contains("How large is a &lt;b&gt;field&lt;/b&gt;?") && !text.contains("<b>field"))
    #expect(text.contains("payoff sweep Field --vary long=4,1,2"))
    // The name of SVG is the only address in it: nothing is loaded.
    #expect(!text.replacing("http://www.w3.org/2000/svg", with: "").contains("://"))
    // A page that is there is made anew, another file is not.
    _ = try await payoff(["report", "grid", "--explore"])
    try workplace.write("mine", to: "grid/explore.html")
    #expect(try await payoff(["report", "grid", "--explore"], status: 74).contains("not a report of Payoff"))
    _ = try await payoff(["report", "grid", "--explore", "--force"])
    #expect(try workplace.text(of: "grid/explore.html").contains("payoff-data"))
  }

  @Test func `a choice has buttons, also where its options are numbers`() async throws {
    try await sweep(["rows=*", "long=1,2"], to: "rows")
    _ = try await payoff(["report", "rows", "--explore", "--language", "zh"])
    let axes = try data(of: "rows/explore.html").axes
    #expect(axes.map(\.name) == ["rows", "long"] && axes[0].labels == ["1", "2"])
    #expect(axes[0].numbers == nil && axes[1].numbers == [1, 2])
    try await sweep(["rows=*"], to: "only")
    #expect(try await payoff(["report", "only", "--explore"], status: 65).contains("nothing to slide"))
  }

  @Test func `what is no grid of numbers is refused with what would be`() async throws {
    _ = try await payoff(["run", "Field.swift", "-r", "3", "-o", "run"])
    #expect(try await payoff(["report", "run", "--explore"], status: 65).contains("is no sweep; --explore takes"))
    try await sweep(["crop=*"], to: "choice")
    #expect(try await payoff(["report", "choice", "--explore"], status: 65).contains("nothing to slide"))
    #expect(try await payoff(["report", "run", "choice", "--explore"], status: 64).contains("2 directories are given"))
    try await sweep(["long=1,2,3", "wide=1,2"], to: "cut")
    let rows = try workplace.text(of: "cut/sweep.csv").components(separatedBy: "\r\n").filter { !$0.hasPrefix("3,") }
    try workplace.write(rows.joined(separator: "\r\n"), to: "cut/sweep.csv")
    #expect(try await payoff(["report", "cut", "--explore"], status: 65).contains("area has 5 of 6 points"))
  }

  /// The page in a browser, at the values of an address.
  @Test(
    .enabled(if: Companions.chromium != nil, "there is no Chromium to open the page in"),
    arguments: [
      ("long=3&wide=4.5&crop=hay", "13.5", "false"), ("long=4&wide=6&crop=corn", "48", "true"),
      // Beyond an end it is the end, and what is no number is passed over.
      ("long=9&wide=x&crop=corn", "24", "true"), ("long=1.5&measure=square", "2.5", "false"),
      ("long=1.5&measure=deep", "", "false"), ("%E0%A4%A", "6", "true"),
    ])
  func `sliders show what the grid says, and between its points what lies between`(
    _ address: String, _ median: String, _ isComputed: String
  ) async throws {
    try await sweep(["long=1,2,4", "wide=3,6", "crop=*"], to: "grid")
    _ = try await payoff(["report", "grid", "--explore", "-o", "page.html"])
    let chromium = try #require(Companions.chromium)
    let outcome = try Companions.run(
      chromium,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--user-data-dir=\(workplace.file("profile").path)", "--virtual-time-budget=10000", "--enable-logging=stderr",
        "--dump-dom", workplace.file("page.html").absoluteString + "#" + address,
      ])
    #expect(outcome.output.contains("data-ready=\"true\""), "\(outcome.error)")
    #expect(!outcome.error.contains("CONSOLE"), "\(outcome.error)")
    let shown = try #require(outcome.output.firstMatch(of: #/id="median"[^>]*data-value="([^"]*)"/#)).output.1
    #expect(shown == median)
    #expect(outcome.output.contains("data-computed=\"\(isComputed)\""))
    // What nothing changes is said apart, and inputs are called by what they mean.
    let same = try #require(outcome.output.firstMatch(of: #/id="same">(.*?)</table>/#.dotMatchesNewlines())).output.1
    #expect(same.contains("<td>same</td>"), "\(same)")
    #expect(same.contains(">7<") && !same.contains("square") && outcome.output.contains("The same everywhere"))
    #expect(outcome.output.contains("<legend>the long side (m)<span>long</span></legend>"))
  }
}
