/// A measure over the points of a grid: lines over one input, a map over two, bars over the options of a choice.
enum SweepChart {
  static func chart(_ elements: ChartElements) -> Chart? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results["sweep"], let measure = results.facts.measure,
      let end = table.header.firstIndex(of: "measure")
    else { return nil }
    let rows = table.rows(where: "measure", is: measure)
    let known = rows.filter { table.number($0, "p50") != nil }
    guard let top = known.max(by: { (table.number($0, "p50") ?? 0) < (table.number($1, "p50") ?? 0) }),
      let bottom = known.min(by: { (table.number($0, "p50") ?? 0) < (table.number($1, "p50") ?? 0) })
    else { return nil }
    let variations = Array(table.header[1..<end])
    let varied = variations.filter { name in Set(rows.map { table.text($0, name) }).count > 1 }
    let isNumeric = { (name: String) in rows.allSatisfy { table.number($0, name) != nil } }
    let unit = table.text(rows[0], "unit")
    func place(_ row: Int) -> String {
      varied.map { "\($0) = \(table.text(row, $0))" }.joined(separator: ", ")
    }
    let (high, low) = (table.number(top, "p50") ?? 0, table.number(bottom, "p50") ?? 0)
    let title =
      high > low
      ? language(
        "\(elements.heading(of: measure)): \(elements.amount(high, unit)) at \(place(top)), \(elements.short(low)) at \(place(bottom))",
        "\(elements.heading(of: measure))：\(place(top)) 时 \(elements.amount(high, unit))，\(place(bottom)) 时 \(elements.short(low))"
      )
      : language(
        "\(elements.heading(of: measure)) is \(elements.amount(high, unit)) at every point",
        "\(elements.heading(of: measure))在各点均为 \(elements.amount(high, unit))")
    let numbers = varied.filter(isNumeric)
    let choices = varied.filter { !isNumeric($0) }
    // What has no place in the picture stays at its first value.
    func base(without shown: [String]) -> JSONValue {
      let held = varied.filter { !shown.contains($0) }.map { ChartElements.filter($0, [table.text(rows[0], $0)]) }
      return [
        "data": ChartElements.data("sweep"),
        "transform": .array([ChartElements.filter("measure", [measure])] + held),
      ]
    }
    let map = SweepMap(elements: elements, measure: measure, unit: unit, darkFrom: 0.55 * max(abs(high), abs(low)))
    if numbers.count >= 2 {
      let shown = Array(numbers.prefix(2)) + choices.prefix(1)
      let body = base(without: shown).merging(map.heat(numbers[0], numbers[1], facet: choices.first))
      return Chart(.sweep, title, caption(elements, shown, varied, table, rows[0], isMap: true), body)
    }
    if let x = numbers.first {
      let shown = [x] + choices.prefix(1)
      let body = base(without: shown).merging(map.lines(x, colour: choices.first))
      return Chart(.sweep, title, caption(elements, shown, varied, table, rows[0], isMap: false), body)
    }
    guard let choice = choices.first ?? variations.first else { return nil }
    let shown = [choice] + choices.dropFirst().prefix(1)
    let body = base(without: shown).merging(map.bars(choice, facet: choices.dropFirst().first))
    return Chart(.sweep, title, caption(elements, shown, varied, table, rows[0], isMap: false), body)
  }

  private static func caption(
    _ elements: ChartElements, _ shown: [String], _ varied: [String], _ table: Table, _ row: Int, isMap: Bool
  ) -> String {
    let language = elements.language
    let held = varied.filter { !shown.contains($0) }.map { "\($0) = \(table.text(row, $0))" }
    let text =
      isMap
      ? language("The median (P50) at each point, on the same draws", "各点的中位数（P50），使用相同的随机数")
      : language(
        "Medians (P50), with eight futures in ten (P10 to P90), on the same draws", "中位数（P50）与八成区间（P10–P90），使用相同的随机数")
    return text + (held.isEmpty ? "" : language("; at ", "；其余取 ") + held.joined(separator: ", ")) + language(".", "。")
  }
}
