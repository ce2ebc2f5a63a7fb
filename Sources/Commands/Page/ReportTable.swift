/// A table of a report, as its template takes it.
struct ReportTable {
  let caption: String?
  let headings: [Cell]
  let rows: [Row]

  /// A cell, and how it stands.
  struct Cell {
    let text: String
    /// `number`, `long` or nothing: a class of the style sheet.
    let style: String
  }

  struct Row {
    let cells: [Cell]
  }

  /// What stands in a column.
  enum Kind {
    case text, long, number, share
  }

  /// - Parameter columns: heading and kind of each column.
  init(_ caption: String?, columns: [(heading: String, kind: Kind)], rows: [[String]]) {
    self.caption = caption
    let styles = columns.map { Self.style(of: $0.kind) }
    headings = zip(columns, styles).map { Cell(text: $0.heading, style: $1) }
    self.rows = rows.map { row in Row(cells: zip(row, styles).map { Cell(text: $0, style: $1) }) }
  }

  private static func style(of kind: Kind) -> String {
    switch kind {
    case .text: ""
    case .long: "long"
    case .number, .share: "number"
    }
  }
}

/// A chart in a report: drawn, for print and for readers without scripts, and as data, for a pointer.
struct ReportFigure {
  /// Its place among the charts of the page.
  let index: Int
  let title: String
  let caption: String
  /// What is said of a chart that is wider than the screen.
  let hint: String
  /// The text of the SVG; `nil` where it is not drawn.
  let picture: String?
}
