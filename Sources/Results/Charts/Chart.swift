/// A chart that a command draws of its results: its name, and what it draws from the tables.
///
/// A chart is a file with one of these, and its place in the list of its command.
package struct ChartKind: Sendable {
  /// The name of its file, and that by which `payoff chart --only` knows it.
  package let name: String
  private let draw: @Sendable (ChartElements) -> Drawing?

  /// - Parameter draw: what is drawn; `nil` where the results do not hold it.
  package init(_ name: String, _ draw: @escaping @Sendable (ChartElements) -> Drawing?) {
    self.name = name
    self.draw = draw
  }

  package func chart(_ elements: ChartElements) -> Chart? { draw(elements).map { Chart(name, $0) } }
}

/// What a chart shows: a finding, how to read it, and a Vega-Lite specification.
package struct Drawing: Sendable, Hashable {
  /// The finding, in a sentence.
  let title: String
  /// What is to be seen, and how it is to be read.
  let caption: String
  /// The specification without title, style and schema.
  let body: JSONValue

  package init(_ title: String, _ caption: String, _ body: JSONValue) {
    self.title = title
    self.caption = caption
    self.body = body
  }
}

/// A picture as data: a Vega-Lite specification that reads the CSV files beside it.
package struct Chart: Sendable, Hashable {
  /// The folder of the charts in a directory of results.
  package static let folder = "charts"

  package let name: String
  /// The finding, in a sentence.
  package let title: String
  /// What is to be seen, and how it is to be read.
  package let caption: String
  /// With its title and its style.
  package let specification: JSONValue
  private let drawing: Drawing

  /// - Parameter warning: what a reader must know before, in the picture.
  package init(_ name: String, _ drawing: Drawing, warning: String? = nil) {
    self.name = name
    title = drawing.title
    caption = drawing.caption
    self.drawing = drawing
    let subtitle = ([caption] + (warning.map { ["⚠ " + $0] } ?? [])).flatMap { Paragraph.wrap($0, width: 105) }
    let head: JSONValue = [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "description": .string(caption),
      "title": [
        "text": .array(Paragraph.wrap(title, width: 72).map { .string($0) }),
        "subtitle": .array(subtitle.map { .string($0) }),
      ],
    ]
    specification = head.merging(drawing.body).merging(["config": ChartStyle.configuration])
  }

  /// The same chart with a warning below its caption.
  package func warning(_ text: String) -> Chart { Chart(name, drawing, warning: text) }

  /// Where it lies in the directory.
  package var path: String { "\(Self.folder)/\(name).vl.json" }

  package var bytes: [UInt8] { Array((specification.text + "\n").utf8) }
}
