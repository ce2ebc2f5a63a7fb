/// How all charts look: colours that the colour-blind can tell apart, and letters that can be read on a slide.
package enum ChartStyle {
  // Okabe and Ito 2008, "Color Universal Design".
  package static let blue = "#0072B2"
  package static let sky = "#56B4E9"
  package static let green = "#009E73"
  package static let orange = "#E69F00"
  package static let vermilion = "#D55E00"
  package static let grey = "#6B7280"
  /// For what may be nothing.
  package static let pale = "#C4C9D1"
  /// For series that have no meaning of their own.
  package static let palette: JSONValue = [
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#F0E442",
  ]
  /// Tints of the blue, from nine in ten futures to the median.
  package static let fan: JSONValue = ["#d3e5f2", "#a3cbe5", "#66a8d3", "#0072B2"]

  package static let width: JSONValue = 680
  package static let height: JSONValue = 330

  package static let configuration: JSONValue = [
    "background": "white",
    "font": "Arial, Liberation Sans, Helvetica, Noto Sans CJK SC, Microsoft YaHei, sans-serif",
    "padding": 12,
    "title": [
      "anchor": "start", "fontSize": 19, "fontWeight": "bold", "subtitleFontSize": 13, "subtitleColor": "#4b5563",
      "subtitlePadding": 6, "offset": 14, "color": "#111827",
    ],
    "axis": [
      "labelFontSize": 14, "titleFontSize": 14, "titleFontWeight": "normal", "titleColor": "#374151",
      "labelColor": "#374151", "gridColor": "#e5e7eb", "domainColor": "#9ca3af", "tickColor": "#9ca3af",
      "titlePadding": 8, "labelLimit": 230,
    ],
    "legend": [
      "orient": "bottom", "direction": "horizontal", "columns": 2, "labelFontSize": 14, "titleFontSize": 14,
      "labelLimit": 320, "symbolType": "square", "symbolSize": 160, "labelColor": "#374151",
    ],
    "header": ["labelFontSize": 14, "titleFontSize": 14, "labelColor": "#374151"],
    "view": ["stroke": nil],
    "range": ["category": palette],
  ]
}
