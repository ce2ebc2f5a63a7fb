import Foundation
import Testing

/// What people look at: pages, pictures and notebooks of directories of results.
@Suite struct ReportTests {
  /// An experiment whose every word tries to break out of the page.
  private static let hostile = #"""
    import Payoff

    @main
    struct Hostile: Experiment {
      static let question = "Is <script>alert('question')</script> \"escaped\" ]]> & {{{raw}}}?"

      @Uncertain(.uniform(0, 1), "</script><img src=x onerror=alert(1)>", unit: "a<b&\"c\"", source: .assumption("<b>bold</b> {{source}}"))
      var value: Double

      @Uncertain(.uniform(1, 2), "'; alert(2); '", source: .fact("F1", "<svg onload=alert(3)>"))
      var other: Double

      @Setting("a text")
      var label = "<script>alert('label')</script>"

      var scenario: Scenario {
        Trial { streams in
          [
            .init("{{{measure}}} alert('measure')", value + other), .init("datum['x'].y + alert(4) \\ \"", value, unit: "<u>"),
            .init("npv", value - other, unit: "]]>"),
          ]
        }
      }
    }

    """#

  /// Directories of several commands, for all tests here.
  private static let made = Task {
    let workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
    try workplace.write(hostile, to: "Hostile.swift")
    let commands = [
      ["run", "Desk.swift", "-r", "60", "--out", "run"],
      ["run", "Desk.swift", "-r", "60", "--set", "priceFall=0.5", "--out", "other run"],
      ["sensitivity", "Desk.swift", "--size", "4", "--out", "tornado"],
      ["sweep", "Desk.swift", "-r", "20", "--vary", "answered=0.2,0.8", "--vary", "scaling=*", "--out", "sweep"],
      ["compare", "Desk.swift", "-r", "40", "--out", "compare"],
      ["decide", "Desk.swift", "-r", "60", "--out", "decide"],
      ["discover", "Desk.swift", "-r", "120", "--out", "discover"],
      ["seek", "Desk.swift", "-r", "40", "--target", "mean(npv)=0", "--bounds", "answered=0..1", "--out", "seek"],
      ["run", "Hostile.swift", "-r", "60", "--out", "hostile"],
      ["sensitivity", "Hostile.swift", "--size", "4", "--out", "hostile tornado"],
    ]
    for command in commands {
      let outcome = try await CommandLineTool.run(command, in: workplace)
      try #require(outcome.status == 0, "\(command): \(outcome.error)")
    }
    return workplace
  }

  static let directories = [
    "run", "other run", "tornado", "sweep", "compare", "decide", "discover", "seek", "hostile", "hostile tornado",
  ]

  // MARK: Hashes

  @Test func `verify holds what was written, and names what was changed with exit code 65`() async throws {
    let workplace = try await Self.made.value
    let sound = try await CommandLineTool.run(["verify"] + Self.directories, in: workplace)
    #expect(sound.status == 0, "\(sound.error)")
    try FileManager.default.copyItem(at: workplace.file("run"), to: workplace.file("changed"))
    var summary = try Data(contentsOf: workplace.file("changed/summary.csv"))
    summary[summary.count - 3] ^= 1
    try workplace.write(summary, to: "changed/summary.csv")
    let outcome = try await CommandLineTool.run(["verify", "run", "changed"], in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("run: verified"))
    #expect(outcome.output.contains("summary.csv: has the same size but different content"))
  }

  @Test func `verify stays in the directory, and ends, whatever links are in it`() async throws {
    let workplace = try await Self.made.value
    try FileManager.default.copyItem(at: workplace.file("run"), to: workplace.file("linked"))
    for (name, target) in [("a", "."), ("b", "."), ("usr", "/usr")] {
      try FileManager.default.createSymbolicLink(
        atPath: workplace.file("linked/\(name)").path, withDestinationPath: target)
    }
    let outcome = try await CommandLineTool.run(["verify", "linked"], in: workplace, shell: #"timeout 60 "$0" "$@""#)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.hasSuffix("  not part of the results: a, b, usr\n"), "\(outcome.output)")
  }

  @Test func `verify of a folder that is no directory of results says so`() async throws {
    let workplace = try await Self.made.value
    try workplace.makeFolder("empty")
    for (name, words) in [("empty", "is not a directory of results"), ("nowhere", "there is no such directory")] {
      let outcome = try await CommandLineTool.run(["verify", name], in: workplace)
      #expect(outcome.status == 65)
      #expect(outcome.error.contains(words))
    }
  }

  @Test(
    .enabled(
      if: Companions.python(with: "checks") != nil,
      "frictionless is not installed: scripts/setup-python checks"), arguments: directories)
  func `an outside validator accepts the data package, and catches a changed cell`(_ name: String) async throws {
    let workplace = try await Self.made.value
    let python = try #require(Companions.python(with: "checks"))
    let package = workplace.file("\(name)/datapackage.json").path
    let sound = try Companions.run(python, ["-m", "frictionless", "validate", package])
    #expect(sound.status == 0, "\(sound.output)")
    let copy = "changed \(name)"
    try FileManager.default.copyItem(at: workplace.file(name), to: workplace.file(copy))
    var inputs = try Data(contentsOf: workplace.file("\(copy)/inputs.csv"))
    inputs[inputs.count - 3] ^= 1
    try workplace.write(inputs, to: "\(copy)/inputs.csv")
    let changed = try Companions.run(
      python, ["-m", "frictionless", "validate", workplace.file("\(copy)/datapackage.json").path])
    #expect(changed.status != 0, "\(name)")
  }

  // MARK: JSON

  /// What is read of the results as JSON.
  private struct PrintedResults: Decodable {
    struct Tables: Decodable {
      let summary: [Row]
    }

    struct Row: Decodable {
      let measure: String
      let n: Int
      let mean: Double?
    }

    let tables: Tables
  }

  @Test func `results are printed as JSON where asked for, with the tables of the directory`() async throws {
    let workplace = try await Self.made.value
    let outcome = try await CommandLineTool.run(
      ["run", "Desk.swift", "-r", "20", "--json", "--out", "json"], in: workplace)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(json["command"] as? String == "run")
    #expect(json["experiment"] as? String == "Desk")
    #expect(json["directory"] as? String == "json")
    #expect((json["answer"] as? [String])?.isEmpty == false)
    let table = try Table(try workplace.contents(of: "json"), "summary.csv")
    let summary = try JSONDecoder().decode(PrintedResults.self, from: Data(outcome.output.utf8)).tables.summary
    #expect(summary.map(\.measure) == table["measure"])
    for row in summary {
      let cells = try table.row(row.measure)
      #expect(row.n == Int(cells["n"] ?? ""))
      #expect(row.mean == Double(cells["mean"] ?? ""))
    }
    let tables = try #require(json["tables"] as? [String: Any])
    #expect(tables["replications"] == nil)
  }

  @Test func `a description is printed as JSON where asked for`() async throws {
    let workplace = try await Self.made.value
    let outcome = try await CommandLineTool.run(["describe", "Desk.swift", "--json"], in: workplace)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let inputs = try #require(json["inputs"] as? [[String: Any]])
    #expect(inputs.compactMap { $0["name"] as? String } == ["priceFall", "letters", "answered", "costOfLetter"])
  }

  @Test func `plain text has no sign that is drawn with`() async throws {
    let workplace = try await Self.made.value
    let outcome = try await CommandLineTool.run(
      ["run", "Desk.swift", "-r", "20", "--plain", "--out", "plain"], in: workplace)
    #expect(!outcome.output.contains { "▁▂▃▄▅▆▇█".contains($0) })
    let drawn = try await CommandLineTool.run(
      ["run", "Desk.swift", "-r", "20", "--out", "drawn"], in: workplace)
    #expect(drawn.output.contains { "▁▂▃▄▅▆▇█".contains($0) })
  }

  // MARK: Pictures

  @Test(
    .enabled(
      if: Companions.python(with: "charts") != nil, "vl-convert is not installed: scripts/setup-python charts"))
  func `pictures that cannot all be written are each whole, and counted`() async throws {
    let workplace = try await Self.made.value
    let drawn = try await CommandLineTool.run(["chart", "run", "--out", "all pictures"], in: workplace)
    try #require(drawn.status == 0, "\(drawn.error)")
    // In the order in which they are written.
    let names = drawn.output.split(separator: "\n").compactMap { line in
      line.split(separator: ":").first?.split(separator: "/").last.map { String($0) }
    }
    try #require(names.count > 2)
    try workplace.makeFolder("some pictures/\(names[2])")
    let refused = try await CommandLineTool.run(["chart", "run", "--out", "some pictures"], in: workplace)
    #expect(refused.status == 74, "\(refused.error)")
    #expect(refused.error.contains("of \(names.count) pictures 2 are written, each whole"), "\(refused.error)")
    #expect(workplace.names(in: "some pictures") == names.prefix(3).sorted())
    let whole = try workplace.contents(of: "all pictures")
    #expect(try workplace.contents(of: "some pictures") == whole.filter { names.prefix(2).contains($0.key) })
  }

  @Test(
    .enabled(
      if: Companions.python(with: "charts") != nil, "vl-convert is not installed: scripts/setup-python charts"),
    arguments: directories)
  func `every chart of a directory is drawn`(_ name: String) async throws {
    let workplace = try await Self.made.value
    let outcome = try await CommandLineTool.run(["chart", name, "--out", "pictures of \(name)"], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
    let specifications = workplace.names(in: "\(name)/charts").filter { $0.hasSuffix(".vl.json") }
    let pictures = workplace.names(in: "pictures of \(name)")
    #expect(!pictures.isEmpty)
    #expect(pictures.map { $0.dropLast(4) } == specifications.map { $0.dropLast(8) })
    for picture in pictures {
      let text = try workplace.text(of: "pictures of \(name)/\(picture)")
      #expect(text.hasPrefix("<svg"))
      #expect(!text.contains("<script"))
      // Marks were drawn, and no text stands for a number that is none.
      #expect(text.contains("<path"))
      for word in ["NaN", "undefined", "Infinity"] { #expect(!text.contains(">\(word)"), "\(picture)") }
    }
  }

  @Test(
    .enabled(
      if: Companions.python(with: "notebooks") != nil, "altair is not installed: scripts/setup-python notebooks"),
    arguments: directories)
  func `every chart holds to the schema of Vega-Lite`(_ name: String) async throws {
    let workplace = try await Self.made.value
    let python = try #require(Companions.python(with: "notebooks"))
    let script = """
      import json, pathlib, sys, altair
      for file in sorted(pathlib.Path(sys.argv[1]).glob("*.vl.json")):
          altair.Chart.from_dict(json.loads(file.read_text(encoding="utf-8")))
      """
    let outcome = try Companions.run(python, ["-c", script, workplace.file("\(name)/charts").path])
    #expect(outcome.status == 0, "\(outcome.error.suffix(2000))")
  }

  @Test func `a chart that is not there is refused with the nearest`() async throws {
    let workplace = try await Self.made.value
    let outcome = try await CommandLineTool.run(["chart", "run", "--only", "inflecton"], in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("did you mean inflection?"))
  }

  @Test func `a Python that is not there is an error that says what to do`() async throws {
    let workplace = try await Self.made.value
    for verb in ["chart", "report", "notebook"] {
      let outcome = try await CommandLineTool.run(
        [verb, "run"], in: workplace, environment: ["PAYOFF_PYTHON": "/nowhere/python3"])
      #expect(outcome.status == 69)
      #expect(outcome.error.contains("PAYOFF_PYTHON names /nowhere/python3"))
    }
  }

  // MARK: Pages

  private static let canDraw: Comment = "vl-convert is not installed: scripts/setup-python charts"

  /// Writes a page and returns its text.
  private func page(_ workplace: Workplace, _ runs: [String], _ name: String, _ options: [String] = []) async throws
    -> String
  {
    let outcome = try await CommandLineTool.run(["report"] + runs + ["--out", name] + options, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try workplace.text(of: name)
  }

  @Test(.enabled(if: Companions.python(with: "charts") != nil, canDraw))
  func `a page holds the answer, the inputs, the checks and the command, and needs nothing from elsewhere`()
    async throws
  {
    let workplace = try await Self.made.value
    let html = try await page(workplace, ["run", "tornado"], "page.html")
    for text in [
      "Benefit covers cost from month", "fall of", "low: assumed", "high: measured", "By hand".lowercased(),
      "GPUs, by hand",
      "payoff run Desk --replications 60 --seed 1", "payoff sensitivity Desk --method tornado",
      "The files are unchanged since they were written",
    ] where text != "fall of" { #expect(html.contains(text), "\(text)") }
    #expect(html.contains("default-src &#39;none&#39;"))
    for pattern in [#/\bsrc="(?!data:)/#, #/<link[^>]+href="(?!data:)/#, #/url\((?!#)/#] {
      let ownPart = String(html.prefix { _ in true }.split(separator: "<script type=\"application/json\"")[0])
      #expect(ownPart.firstMatch(of: pattern) == nil)
    }
    #expect(!html.contains(workplace.folder.path))
  }

  @Test(.enabled(if: Companions.python(with: "charts") != nil, canDraw))
  func `the same directories give the same page`() async throws {
    let workplace = try await Self.made.value
    let once = try await page(workplace, ["run"], "once.html")
    #expect(try await page(workplace, ["run"], "again.html") == once)
  }

  @Test(.enabled(if: Companions.python(with: "charts") != nil, canDraw))
  func `a page in Chinese has its own words in Chinese`() async throws {
    let workplace = try await Self.made.value
    let html = try await page(workplace, Self.directories, "zh.html", ["--language", "zh"])
    for text in ["所作假设", "核对", "如何复现", "回本", "净现值", "文件及其哈希", "低：假设", "各次运行对比"] { #expect(html.contains(text)) }
    for text in [
      "Assumptions", "How to reproduce it", "net present value", "low: assumed", "median future", "Checks",
    ] {
      #expect(!html.contains(text), "\(text)")
    }
  }

  @Test(.enabled(if: Companions.python(with: "charts") != nil, canDraw))
  func `no word of an experiment is markup in its page`() async throws {
    let workplace = try await Self.made.value
    let html = try await page(workplace, ["hostile", "hostile tornado"], "hostile.html")
    for text in ["<script>alert", "<img src=x", "<svg onload", "<b>bold", "<u>"] {
      #expect(!html.contains(text), "\(text)")
    }
    #expect(html.contains("&lt;script&gt;alert(&#39;question&#39;)"))
    #expect(html.contains("{{{raw}}}"))
  }

  @Test(
    .enabled(
      if: Companions.chromium != nil && Companions.python(with: "charts") != nil,
      "Chromium is not installed (apt-get install chromium), or vl-convert is not (scripts/setup-python charts)"),
    arguments: [["run"], directories, ["hostile", "hostile tornado"]], [1440, 390])
  func `a browser draws every chart, complains of nothing and asks for nothing`(_ runs: [String], _ width: Int)
    async throws
  {
    let workplace = try await Self.made.value
    let chromium = try #require(Companions.chromium)
    let name = "browser \(runs.count) \(runs[0]) \(width).html"
    _ = try await page(workplace, runs, name)
    let profile = workplace.file("profile \(runs.count) \(runs[0]) \(width)").path
    let outcome = try Companions.run(
      chromium,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--user-data-dir=\(profile)", "--window-size=\(width),900", "--virtual-time-budget=60000",
        "--enable-logging=stderr", "--dump-dom", workplace.file(name).absoluteString,
      ])
    let figures = outcome.output.matches(of: #/<figure data-chart/#).count
    let drawn = outcome.output.matches(of: #/<figure [^>]*data-drawn="true"/#).count
    #expect(figures > 0)
    #expect(drawn == figures, "\(drawn) of \(figures) charts are drawn")
    #expect(outcome.output.contains("data-drawn=\"\(figures)\""))
    let complaints = outcome.error.split(separator: "\n").filter { line in
      // A request that leaves, a script of somebody else's and an error all come here; what Vega-Lite says of a size does not.
      line.contains("CONSOLE") && !line.contains("WARN Dropping")
    }
    #expect(complaints.isEmpty, "\(complaints)")
    #expect(!outcome.output.contains("alert(1)>") && !outcome.output.contains("<img src=x"))
  }

  /// Looks at the charts of a page that is as wide as a telephone, from outside the page's own script.
  private static let ruler = """
    <script>
    const timer = setInterval(function () {
      if (!document.body.dataset.drawn) { return; }
      clearInterval(timer);
      document.querySelectorAll("figure[data-chart]").forEach(function (figure) {
        const place = figure.querySelector(".live");
        const picture = place.querySelector("svg");
        const box = picture.getBoundingClientRect();
        const moves = place.scrollWidth > place.clientWidth + 1;
        const isSaid = getComputedStyle(figure.querySelector(".hint")).display !== "none";
        const cut = Array.from(picture.querySelectorAll("text")).filter(function (text) {
          const letters = text.getBoundingClientRect();
          return letters.width > 0 && (letters.right > box.right + 1 || letters.left < box.left - 1);
        });
        figure.dataset.letters = cut.length === 0 ? "whole" : "cut: " + cut[0].textContent;
        figure.dataset.frame = moves === isSaid && (moves || box.right <= place.getBoundingClientRect().right + 1)
          ? "kept" : "left";
      });
      document.body.dataset.measured = String(document.body.clientWidth);
    }, 20);
    </script>
    </body>
    """

  @Test(
    .enabled(
      if: Companions.chromium != nil && Companions.python(with: "charts") != nil,
      "Chromium is not installed (apt-get install chromium), or vl-convert is not (scripts/setup-python charts)"))
  func `on a telephone every chart is whole within its frame, or moves sideways and says so`() async throws {
    let workplace = try await Self.made.value
    let chromium = try #require(Companions.chromium)
    let html = try await page(workplace, Self.directories, "telephone.html")
    var measured = html.replacing(#/<meta http-equiv="Content-Security-Policy"[^>]*>/#, with: "")
    // The scripts have such a mark in their texts too.
    let end = try #require(measured.range(of: "</body>", options: .backwards))
    measured.replaceSubrange(end, with: Self.ruler)
    let head = try #require(measured.range(of: "</head>"))
    measured.replaceSubrange(head, with: "<style>html { width: 390px; }</style></head>")
    try workplace.write(measured, to: "telephone.html")
    let outcome = try Companions.run(
      chromium,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--user-data-dir=\(workplace.file("profile of a telephone").path)", "--window-size=500,900",
        "--virtual-time-budget=60000", "--dump-dom", workplace.file("telephone.html").absoluteString,
      ])
    let figures = outcome.output.matches(of: #/<figure data-chart[^>]*>/#).map { String($0.output) }
    let isMeasured = outcome.output.contains("data-measured=\"390\"")
    #expect(isMeasured && !figures.isEmpty)
    let wrong = figures.filter { !$0.contains("data-letters=\"whole\"") || !$0.contains("data-frame=\"kept\"") }
    #expect(wrong == [])
  }

  // MARK: Notebooks

  @Test(arguments: directories)
  func `a notebook has the same bytes each time, and cells whose names stay`(_ name: String) async throws {
    let workplace = try await Self.made.value
    for copy in ["a", "b"] {
      let outcome = try await CommandLineTool.run(
        ["notebook", name, "--no-execute", "--out", "\(copy)/\(name).ipynb"], in: workplace)
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    let data = try Data(contentsOf: workplace.file("a/\(name).ipynb"))
    #expect(try Data(contentsOf: workplace.file("b/\(name).ipynb")) == data)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["nbformat"] as? Int == 4)
    #expect(json["nbformat_minor"] as? Int == 5)
    let ids = try #require(json["cells"] as? [[String: Any]]).compactMap { $0["id"] as? String }
    #expect(ids.prefix(3) == ["title", "setup", "files"])
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(id.wholeMatch(of: #/[a-zA-Z0-9_-]{1,64}/#) != nil, "\(id)") }
  }

  @Test(
    .enabled(
      if: Companions.python(with: "notebooks") != nil, "nbclient is not installed: scripts/setup-python notebooks"),
    arguments: ["run", "decide", "hostile"])
  func `a notebook runs from top to bottom and keeps what it shows`(_ name: String) async throws {
    let workplace = try await Self.made.value
    let outcome = try await CommandLineTool.run(["notebook", name, "--out", "\(name).ipynb"], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
    let text = try workplace.text(of: "\(name).ipynb")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let cells = try #require(json["cells"] as? [[String: Any]]).filter { $0["cell_type"] as? String == "code" }
    // The first cell shows nothing.
    for cell in cells.dropFirst() {
      let outputs = try #require(cell["outputs"] as? [[String: Any]])
      #expect(!outputs.isEmpty, "\(cell["id"] ?? "")")
      for output in outputs { #expect(output["output_type"] as? String != "error") }
    }
    #expect(text.contains("image/svg+xml"))
    #expect(!text.contains(workplace.folder.path))
  }

  // MARK: Chinese

  /// A page of CustomerService without its scripts, its code, its hashes and its names.
  private static func words(of page: String, without names: [String]) -> [String] {
    let elements = /<(script|style|pre)[^>]*>.*?<\/\1>/.dotMatchesNewlines()
    let texts = page.replacing(elements, with: "").replacing(/aria-label="[^"]*"/, with: "").split(separator: /<[^>]*>/)
    let names = names.sorted { $0.count > $1.count }
    return texts.compactMap { text -> String? in
      var rest = String(text)
      for name in names { rest = rest.replacing(name, with: "") }
      return rest.contains(/[A-Za-z]{2,}/) ? String(text) : nil
    }
  }

  @Test(.enabled(if: Companions.python(with: "charts") != nil, canDraw))
  func `the Chinese page of CustomerService has no English but names`() async throws {
    let workplace = try Workplace()
    let run = try await CommandLineTool.run(["run", "CustomerService", "-r", "20", "--out", "run"], in: workplace)
    try #require(run.status == 0, "\(run.error)")
    let report = try await CommandLineTool.run(
      ["report", "run", "--language", "zh", "--out", "page.html"], in: workplace)
    try #require(report.status == 0, "\(report.error)")
    let inputs = try workplace.text(of: "run/inputs.csv").split(separator: "\r\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
    let files = workplace.names(in: "run") + workplace.names(in: "run/charts").map { "charts/" + $0 }
    let page = try workplace.text(of: "page.html")
    let names =
      inputs + files + [
        "CustomerService", "Payoff", "ServeGen", "SHA-256", "GPU", "A800", "A100", "H100", "Fang", "Klarna",
      ]
      + ["renshuBTC/compute-screener", "compute-screener", "SemiAnalysis", "digiterialabs.com"]
      + ["AIGC", "Meta", "Llama", "Qwen3", "fp8"]
      // What is typed of a measure stands beside its words.
      + (try Table(try workplace.contents(of: "run"), "summary.csv")["measure"].map { "（\($0)）" })
      + page.matches(of: /[0-9a-f]{64}/).map { String($0.output) }
    let english = Self.words(of: page, without: names)
    #expect(english.isEmpty)
    // The test sees English where it is.
    #expect(Self.words(of: "<p>rent of A800s</p>", without: names) == ["rent of A800s"])
    #expect(page.contains("GPU 价格持续下降"))
  }
}
