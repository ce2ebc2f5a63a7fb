import Experimentation
import Results
import SystemPackage

/// What stands in the cells of a notebook, by what made the directory.
struct NotebookCells {
  private let directory: RecordedDirectory
  private let results: ResultSet
  private let charts: [Chart]
  private let path: FilePath

  init(_ directory: RecordedDirectory, _ results: ResultSet, _ charts: [Chart], path: FilePath) {
    self.directory = directory
    self.results = results
    self.charts = charts
    self.path = path
  }

  var cells: [NotebookDocument.Cell] {
    var cells = [markdown("title", title), code("setup", setUp), code("files", Self.files)]
    cells.append(markdown("tables-title", "## What came out"))
    for shown in shownTables { cells.append(code("table-\(identifier(shown.table.name))", tableCell(shown))) }
    if !charts.isEmpty {
      cells.append(
        markdown(
          "charts-title",
          "## Pictures\n\nThe specifications are in `charts/`, as Vega-Lite; `draw` takes one from there."))
    }
    for chart in charts {
      cells.append(code("chart-\(identifier(chart.name))", "draw(\(literal(chart.name)))"))
    }
    if let file = longTable { cells += ownAnalysis(of: file) }
    return cells
  }

  private func markdown(_ id: String, _ source: String) -> NotebookDocument.Cell {
    NotebookDocument.Cell(id: id, isCode: false, source: source)
  }

  private func code(_ id: String, _ source: String) -> NotebookDocument.Cell {
    NotebookDocument.Cell(id: id, isCode: true, source: source)
  }

  /// A text as Python reads it.
  private func literal(_ text: String) -> String { JSONValue.quoted(text) }

  private func identifier(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  /// A text in which nothing is markup.
  private func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": plain += "&amp;"
      case "<": plain += "&lt;"
      case ">": plain += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "#", "|", "$", "~", "!": plain += "\\" + String(scalar)
      case "\n", "\r": plain += " "
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  private var title: String {
    var text = "# \(plain(results.facts.experiment))\n\n\(plain(results.facts.question))\n"
    for sentence in results.answer(in: .english) { text += "\n**\(plain(sentence))**\n" }
    text += "\nThis notebook reads `\(path)` and nothing else; it runs again from top to bottom."
    if let command = directory.commandLine {
      text += " The directory is made by\n\n```sh\n\(command) --out \(shellPath)\n```"
    }
    return text
  }

  /// Where the directory is, from the folder in which `make notebooks` runs.
  private var shellPath: String {
    let components = path.components.drop { $0.kind != .regular }.map(\.string)
    return components.isEmpty ? directory.path.lastComponent?.string ?? "results" : components.joined(separator: "/")
  }

  private var setUp: String {
    """
    import json
    from pathlib import Path

    import altair as alt
    import pandas as pd

    RUN = Path(\(literal(path.string)))
    if not (RUN / "datapackage.json").exists():
        raise FileNotFoundError(f"{RUN.resolve()} is no directory of results; the command above makes it")

    # Pictures that are kept in the notebook; comment it out for charts that answer to a pointer.
    alt.renderers.enable("svg")
    pd.options.display.float_format = "{:,.4g}".format

    package = json.loads((RUN / "datapackage.json").read_text(encoding="utf-8"))
    units = {
        field["name"]: field["unit"]
        for resource in package["resources"]
        for field in resource.get("schema", {}).get("fields", [])
        if "unit" in field
    }


    def table(name):
        \"\"\"A table of the directory.\"\"\"
        return pd.read_csv(RUN / f"{name}.csv")


    def draw(name):
        \"\"\"A chart of the directory, with the rows that it reads.\"\"\"

        def with_rows(node):
            if isinstance(node, list):
                return [with_rows(value) for value in node]
            if not isinstance(node, dict):
                return node
            node = {key: with_rows(value) for key, value in node.items()}
            address = node.get("data", {}).get("url") if isinstance(node.get("data"), dict) else None
            if address:
                rows = (RUN / "charts" / address).read_text(encoding="utf-8")
                node["data"] = {"values": rows, "format": {"type": "csv"}}
            return node

        specification = json.loads((RUN / "charts" / f"{name}.vl.json").read_text(encoding="utf-8"))
        return alt.Chart.from_dict(with_rows(specification))
    """
  }

  private static let files = """
    pd.DataFrame(
        [(resource["path"], resource.get("rows"), resource["bytes"]) for resource in package["resources"]],
        columns=["file", "rows", "bytes"],
    )
    """

  /// The tables that are shown whole: those of a page, what was assumed, and what was worked out by hand.
  private var shownTables: [ShownTable] {
    let shown = results.presentation.tables
    let more = isForecast ? [ResultTable.inputs, .checks].map { ShownTable($0, allBut: []) } : []
    return (shown + more).filter { results[$0.table] != nil }
  }

  private func tableCell(_ shown: ShownTable) -> String {
    let name = shown.table.name
    if case .pivot(let rows, let columns, let values, let besides) = shown.layout {
      let alone = besides.isEmpty ? name : "\(name)[\(name)[\(literal(besides))].isna()]"
      return """
        \(name) = table(\(literal(name)))
        alone = \(alone)
        alone.pivot_table(index=\(literal(rows)), columns=\(literal(columns)), values=\(literal(values)), sort=False)
        """
    }
    guard shown.isAboutMeasure, let measure = results.facts.measure,
      results[shown.table]?.rows(where: "measure", is: measure).isEmpty == false
    else { return "table(\(literal(name)))" }
    return "\(name) = table(\(literal(name)))\n\(name)[\(name)[\"measure\"] == \(literal(measure))]"
  }

  /// Whether it is a forecast, with a row a replication and columns of inputs and of measures.
  private var isForecast: Bool { results.facts.command == RunCommand.name }

  /// The table with a row a replication.
  private var longTable: ResultTable? { isForecast && directory.file(.replications) != nil ? .replications : nil }

  /// A beginning of one's own work on the replications.
  private func ownAnalysis(of table: ResultTable) -> [NotebookDocument.Cell] {
    let columns = directory.file(table)?.columns ?? []
    let measures = columns.filter { $0.type == "number" && !directory.inputs.contains($0.name) }.map(\.name)
    guard let measure = measures.first(where: { $0 == "npv" }) ?? measures.first else { return [] }
    return [
      markdown(
        "own-title",
        "## Your own questions\n\n`\(table.name)` has a row for each future: what was drawn for the inputs, and what came out."
      ),
      code(
        "own-correlation",
        """
        replications = table(\(literal(table.name)))
        measure = \(literal(measure))
        inputs = [name for name in package["run"]["inputs"] if replications[name].nunique() > 1]

        # How closely the ranks of each input and of the measure go together.
        ranks = replications[[*inputs, measure]].rank()
        correlation = ranks.corr()[measure].drop(measure).sort_values(key=abs, ascending=False)
        correlation.to_frame("rank correlation with " + measure)
        """),
      code(
        "own-scatter",
        """
        def scatter(name):
            \"\"\"An input and the measure, a dot a future (the first 300).\"\"\"
            points = replications[[name, measure]].head(300).set_axis(["input", "measure"], axis=1)
            return (
                alt.Chart(points, width=680, height=320, title=f"{measure} over {name}")
                .mark_circle(size=28, opacity=0.6, color="#0072B2")
                .encode(
                    x=alt.X("input:Q").scale(zero=False).title(f"{name} ({units.get(name, '1')})"),
                    y=alt.Y("measure:Q").title(f"{measure} ({units.get(measure, '1')})").axis(format="~s"),
                )
            )


        scatter(correlation.index[0]) if inputs else "no input is uncertain"
        """),
    ]
  }
}
