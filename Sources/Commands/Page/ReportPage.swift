import Mustache
import Results

/// A report as its template takes it.
struct ReportPage {
  let language: String
  let version: String
  let policy: String
  let title: String
  let words: ReportWords
  let hasSeveral: Bool
  let comparison: Comparison?
  let sections: [ReportSection]
  let style: String
  let data: String
  let runtime: String
  let script: String

  /// A comparison of several runs.
  struct Comparison {
    let figure: ReportFigure?
    let table: ReportTable
  }

  static let figure = """
    <figure data-chart="{{index}}">
    <figcaption>{{title}}<span>{{caption}}</span></figcaption>
    <div class="live"></div>
    <p class="hint">{{hint}}</p>
    <div class="picture">{{{picture}}}</div>
    </figure>
    """

  static let table = """
    <div class="table"><table>
    {{#caption}}<caption>{{caption}}</caption>{{/caption}}
    <thead><tr>{{#headings}}<th class="{{style}}" scope="col">{{text}}</th>{{/headings}}</tr></thead>
    <tbody>
    {{#rows}}<tr>{{#cells}}<td class="{{style}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    </table></div>
    """

  /// The page; whatever comes from an experiment is escaped by the template.
  func html() throws -> String {
    let library = MustacheLibrary(templates: [
      "page": try MustacheTemplate(string: String(decoding: PackageResources.report_mustache, as: UTF8.self)),
      "figure": try MustacheTemplate(string: Self.figure), "table": try MustacheTemplate(string: Self.table),
    ])
    return library.render(self, withTemplate: "page") ?? ""
  }
}
