/// A picture as data: a Vega-Lite specification that reads the CSV files beside it.
package struct Chart: Sendable, Hashable {
  package let name: ChartName
  /// The finding, in a sentence.
  package let title: String
  /// What is to be seen, and how it is to be read.
  package let caption: String
  /// With its title and its style.
  package let specification: JSONValue

  /// - Parameter body: the specification without title, style and schema.
  init(_ name: ChartName, _ title: String, _ caption: String, _ body: JSONValue) {
    self.name = name
    self.title = title
    self.caption = caption
    let head: JSONValue = [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "description": .string(caption),
      "title": [
        "text": .array(Paragraph.wrap(title, width: 72).map { .string($0) }),
        "subtitle": .array(Paragraph.wrap(caption, width: 105).map { .string($0) }),
      ],
    ]
    specification = head.merging(body).merging(["config": ChartStyle.configuration])
  }

  /// Where it lies in the directory.
  package var path: String { name.path }

  package var bytes: [UInt8] { Array((specification.text + "\n").utf8) }
}
