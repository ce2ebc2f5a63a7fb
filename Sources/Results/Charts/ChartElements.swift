package import Experimentation

/// The parts that charts are put together from.
package struct ChartElements {
  package let results: ResultSet
  package let language: Language

  package init(results: ResultSet, language: Language) {
    self.results = results
    self.language = language
  }

  /// Of a table with a row a future, the rows that a chart shows.
  package static let rowsShown = 2000

  /// The data of a table in the directory.
  package static func data(_ table: ResultTable) -> JSONValue {
    ["url": .string("../\(table.file)"), "format": ["type": "csv"]]
  }

  /// The colours of the two sides of a tornado, by their names in the field `side`.
  package static func sides(_ low: String, _ high: String) -> JSONValue {
    [
      "field": "side", "type": "nominal",
      "scale": [
        "domain": [.string(low), .string(high)],
        "range": [.string(ChartStyle.orange), .string(ChartStyle.blue)],
      ], "legend": ["title": nil],
    ]
  }

  /// Keeps the rows whose cell in a column is one of those texts.
  package static func filter(_ column: String, _ values: [String]) -> JSONValue {
    ["filter": ["field": field(column), "oneOf": .array(values.map { .string($0) })]]
  }

  /// Keeps the rows whose cell in a column holds a number.
  package static func filterNumbers(_ column: String) -> JSONValue {
    ["filter": ["field": field(column), "valid": true]]
  }

  /// Gives every row a name, by which a colour and the legend know it.
  package static func name(_ name: String, as column: String) -> JSONValue {
    ["calculate": .string(JSONValue.quoted(name)), "as": .string(column)]
  }

  /// A column of a table as Vega-Lite names it: a dot or a bracket in the name stands for itself.
  package static func field(_ column: String) -> JSONValue {
    var text = ""
    for character in column {
      if ".[]\\'\"".contains(character) { text += "\\" }
      text.append(character)
    }
    return .string(text)
  }

  // MARK: Axes

  /// Large numbers in words: 500 M, 1.5 bn; 5000 万, 15 亿.
  package var amountLabels: JSONValue {
    language == .english
      ? """
      abs(datum.value) >= 1e12 ? format(datum.value / 1e12, '~r') + ' tn' : abs(datum.value) >= 1e9 ? \
      format(datum.value / 1e9, '~r') + ' bn' : abs(datum.value) >= 1e6 ? format(datum.value / 1e6, '~r') + ' M' : \
      format(datum.value, ',~r')
      """
      : """
      abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~r') + ' 亿' : abs(datum.value) >= 1e4 ? \
      format(datum.value / 1e4, '~r') + ' 万' : format(datum.value, '~r')
      """
  }

  /// An axis of amounts.
  package func amounts(_ title: String) -> JSONValue {
    ["title": .string(title), "labelExpr": amountLabels, "tickCount": 6]
  }

  /// An axis of shares, in per cent.
  package func shares(_ title: String) -> JSONValue { ["title": .string(title), "format": ".0%", "tickCount": 6] }

  /// An axis of the months of the horizon, the calendar month below each number.
  package var months: JSONValue { months(labelled: true) }

  /// The same, without words where another axis below has them.
  package func months(labelled isLabelled: Bool) -> JSONValue {
    let months = results.facts.months ?? 60
    let step = 12 * max(1, months / 84 + 1)
    let labelled =
      months < 24 ? Array(stride(from: 1, through: months, by: 3)) : [1] + stride(from: step, through: months, by: step)
    let labels = labelled.map { "'\($0)': '\(results.facts.calendarMonth($0) ?? "")'" }.joined(separator: ", ")
    return [
      "title": isLabelled ? .string(language("month", "月份")) : nil, "labels": .boolean(isLabelled),
      "values": .array(labelled.map { .number(Double($0)) }),
      "labelExpr": .string("[datum.label, {\(labels)}[datum.value]]"), "grid": false,
      "labelOverlap": "greedy", "labelSeparation": 10,
    ]
  }

  /// The month in what a pointer is shown.
  package var monthTooltip: JSONValue {
    ["field": "month", "type": "quantitative", "title": .string(language("month", "月份"))]
  }

  // MARK: Words

  /// A name with its unit in brackets.
  package func label(_ name: String, _ unit: String) -> String {
    let name = title(of: name)
    let unit = text(ofUnit: unit)
    return unit.isEmpty || unit == "1" ? name : name + language(" (\(unit))", "（\(unit)）")
  }

  /// A unit in the language; an empty text stays empty.
  package func text(ofUnit unit: String) -> String { results.facts.unit(unit, in: language) }

  /// The currency of the results in the language.
  package var currency: String { results.facts.currency.map { text(ofUnit: $0) } ?? "" }

  /// A text of the experiment in the language.
  package func text(_ english: String) -> String { results.facts.texts.text(english, in: language) }

  /// What an option, a strategy or a difference of two options is called in the language.
  package func option(_ name: String) -> String {
    let parts = name.split(separator: " − ").map { part -> String in
      let own = text(String(part))
      return own == part ? CellWords.text(String(part), language) : own
    }
    return parts.isEmpty ? name : parts.joined(separator: " − ")
  }

  /// An axis whose labels are those options or strategies.
  package func options(_ names: [String]) -> JSONValue {
    let axis: JSONValue = ["title": nil, "grid": false, "labelLimit": 330]
    let others = Set(names).filter { option($0) != $0 }.sorted()
    guard !others.isEmpty else { return axis }
    let titles = others.map { "\(JSONValue.quoted($0)): \(JSONValue.quoted(option($0)))" }
    return axis.merging(["labelExpr": .string("({\(titles.joined(separator: ", "))})[datum.label] || datum.label")])
  }

  /// What a standard measure or series is called; a name of the experiment's own as its texts have it.
  package func title(of name: String) -> String {
    MeasureTitles.words(of: name, results.facts, in: language)
  }

  /// For the labels of a legend: what the names in a column are called.
  package func titles(of names: [String]) -> JSONValue {
    let titles = names.map { "\(JSONValue.quoted($0)): \(JSONValue.quoted(title(of: $0)))" }
    return .string("({\(titles.joined(separator: ", "))})[datum.label]")
  }

  /// The same at the beginning of a sentence; a name of the experiment's own stays as it is.
  package func heading(of name: String) -> String {
    let title = title(of: name)
    return title == MeasureTitles.words(of: name) && MeasureTitles.title(of: name, in: language, { text($0) }) == nil
      ? title : title.prefix(1).uppercased() + title.dropFirst()
  }

  /// What a statistic of a measure is called, such as `mean(npv)` or `p20(npv)`; a probability stays as it is written.
  package func title(ofFigure figure: String) -> String {
    guard figure.hasSuffix(")"), let open = figure.firstIndex(of: "(") else { return title(of: figure) }
    let measure = title(of: String(figure[figure.index(after: open)...].dropLast()))
    switch figure[..<open] {
    case "mean": return language("mean \(measure)", "\(measure)的均值")
    case "median": return language("median \(measure)", "\(measure)的中位数")
    case let percentile where percentile.first == "p" && Double(percentile.dropFirst()) != nil:
      return language("P\(percentile.dropFirst()) of \(measure)", "\(measure)的 P\(percentile.dropFirst())")
    default: return figure
    }
  }

  /// What an input is called: what it means, or its name where nobody says.
  package func title(ofInput name: String) -> String { results.facts.meaning(of: name, in: language) ?? name }

  /// The same within a sentence: a meaning of several words is quoted.
  package func words(ofInput name: String) -> String {
    let title = title(ofInput: name)
    return title.contains(" ") ? language("“\(title)”", "“\(title)”") : title
  }

  /// An axis whose labels are those inputs.
  package func inputs(_ names: [String]) -> JSONValue {
    ["title": nil, "grid": false, "labelLimit": 330, "labelExpr": .string(inputs(names, of: "datum.label"))]
  }

  /// What is written in place of the name of an input, as an expression of Vega.
  ///
  /// - `field`: what the name is in.
  package func inputs(_ names: [String], of field: String) -> String {
    let titles = Set(names).sorted().filter { title(ofInput: $0) != $0 }
      .map { "\(JSONValue.quoted($0)): \(JSONValue.quoted(title(ofInput: $0)))" }
    return titles.isEmpty ? field : "({\(titles.joined(separator: ", "))})[\(field)] || \(field)"
  }

  package func short(_ value: Double) -> String { NumberText.short(value, in: language) }
  /// A share; it comes from a file, which may have been edited, so that any number is shown as it is.
  package func percent(_ share: Double) -> String { NumberText.ratio(share, in: language) }

  /// A number with its unit.
  package func amount(_ value: Double, _ unit: String) -> String {
    UnitText.amount(short(value), text(ofUnit: unit), in: language)
  }

  package func amount(_ value: Double?, _ unit: String, absence: Absence = .unknown) -> String {
    value.map { amount($0, unit) } ?? absence.word(in: language)
  }
}
