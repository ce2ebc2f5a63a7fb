/// A chart in a report: drawn, for print and for readers without scripts, and as data, for a pointer.
struct ReportFigure {
  /// Its place among the charts of the page.
  let index: Int
  let title: String
  let caption: String
  /// The text of the SVG; `nil` where it is not drawn.
  let picture: String?
}
