import Experimentation
import FoundationEssentials
import Results
import SystemPackage

/// The part of a report that is about one directory.
struct ReportSection {
  let number: Int
  let name: String
  let question: String
  /// The figures of the case that it examines, and who says them; `nil` where it examines none.
  let examined: String?
  /// The files that were changed since they were written, if there are any.
  let changes: String?
  let answer: [String]
  /// What limits the trust in it, in English.
  let warnings: [String]
  let figures: [ReportFigure]
  let tables: [ReportTable]
  let inputs: ReportTable?
  let handChecks: ReportTable?
  let checks: [ConsistencyChecks.Check]
  let hasChecks: Bool
  let command: String?
  let made: String
  let files: ReportTable
  let source: String?

  /// - Parameters:
  ///   - figures: its charts, drawn.
  ///   - verification: its files against their hashes.
  ///   - repeatsInputs: whether its inputs and its experiment are those of a part before, and so not shown again.
  init(
    _ number: Int, _ directory: RecordedDirectory, _ results: ResultSet, _ figures: [ReportFigure],
    _ verification: DirectoryVerification, repeatsInputs: Bool, _ language: Language
  ) {
    let facts = results.facts
    self.number = number
    name = Self.name(of: directory, language)
    question = facts.question(in: language)
    examined = Self.examined(facts, language)
    changes = verification.warning(in: language)
    answer = results.answer(in: language)
    warnings = facts.warnings
    self.figures = figures
    tables = ReportTables(results, language).tables
    inputs = repeatsInputs ? nil : Self.inputs(results, language)
    handChecks = Self.handChecks(results, language)
    checks =
      [
        ConsistencyChecks.Check(
          claim: language("The files are unchanged since they were written", "文件与写入时一致"),
          value: verification.holds
            ? language("\(verification.sound) hashes", "\(verification.sound) 个哈希")
            : verification.differences.map(\.description).joined(separator: "; "), holds: verification.holds)
      ] + ConsistencyChecks(results, language).checks
    hasChecks = true
    command = directory.commandLine
    made = Self.made(directory, language)
    files = ReportTable(
      nil, columns: [(language("file", "文件"), .text), (language("bytes", "字节"), .number), ("SHA-256", .long)],
      rows: directory.files.map { [$0.path, "\($0.bytes)", $0.sha256] })
    source =
      repeatsInputs
      ? nil
      : (try? RegularFile.contents(of: directory.path.appending(RunDescription.sourceFile)))
        .map { String(decoding: $0, as: UTF8.self) }
  }

  static func name(of directory: RecordedDirectory, _ language: Language) -> String {
    let folder = directory.path.lastComponent?.string ?? directory.path.string
    let title = CommandTable.title(of: directory.facts.command, in: language)
    return language(
      "\(directory.facts.experiment): \(title) (\(folder))", "\(directory.facts.experiment)：\(title)（\(folder)）")
  }

  private static func examined(_ facts: ResultFacts, _ language: Language) -> String? {
    guard !facts.examined.isEmpty else { return nil }
    let figures = facts.examined.joined(separator: language(", ", "、"))
    let source = facts.texts.text(facts.examinedSource, in: language)
    return language("Examined: \(figures)", "考察的案例数字：\(figures)")
      + (source.isEmpty ? "" : language(" of \(source)", "（\(source)）"))
  }

  static func made(_ directory: RecordedDirectory, _ language: Language) -> String {
    var parts: [String] = []
    if let replications = directory.replications {
      parts.append(language("\(replications) replications", "\(replications) 次模拟"))
    }
    if let seed = directory.seed { parts.append(language("seed \(seed)", "随机种子 \(seed)")) }
    if !directory.sources.isEmpty { parts.append(language("of ", "来自 ") + directory.sources.joined(separator: ", ")) }
    parts.append("Payoff \(directory.version)")
    if let hash = directory.experimentHash {
      parts.append(language("experiment SHA-256 \(hash)", "实验代码 SHA-256 \(hash)"))
    }
    let text = parts.joined(separator: language("; ", "；"))
    return text + language(". The same experiment, inputs and seed give the same bytes.", "。相同的实验、输入与种子得到逐字节相同的结果。")
  }

  private static func inputs(_ results: ResultSet, _ language: Language) -> ReportTable? {
    guard let table = results[.inputs], !table.rows.isEmpty else { return nil }
    return ReportTable(
      nil,
      columns: [
        (language("input", "输入"), .text), (language("meaning", "含义"), .long),
        (language("value or distribution", "取值或分布"), .text),
        (language("unit", "单位"), .text),
        (language("source", "来源"), .long), (language("confidence", "可信度"), .text),
      ],
      rows: table.rows.indices.map { row in
        let value = table.text(row, "value")
        let isNumber = Double(value) != nil
        let unit = table.text(row, "unit")
        let source = table.text(row, "source")
        let input = table.text(row, "input")
        return [
          input, results.facts.meaning(of: input, in: language) ?? "",
          isNumber
            ? NumberText.short(Double(value) ?? 0, in: language)
            : value.isEmpty
              ? ReportWords.distribution(table.text(row, "distribution"), language)
              : results.facts.texts.text(value, in: language),
          unit == "1" ? "" : results.facts.unit(unit, in: language),
          ReportWords.source(source, language) { results.facts.texts.text($0, in: language) },
          ReportWords.confidence(ofSource: source, language),
        ]
      })
  }

  private static func handChecks(_ results: ResultSet, _ language: Language) -> ReportTable? {
    guard let table = results[.checks], !table.rows.isEmpty else { return nil }
    let elements = ChartElements(results: results, language: language)
    func short(_ row: Int, _ column: String) -> String {
      table.number(row, column).map { NumberText.short($0, in: language) } ?? "–"
    }
    return ReportTable(
      language("Calculated by hand and simulated", "手算与模拟对照"),
      columns: [
        (language("quantity", "项目"), .text), (language("by hand", "手算"), .number),
        (language("simulated (P50)", "模拟（P50）"), .number),
        (language("P10 to P90", "P10–P90"), .number), (language("ratio", "倍数"), .number),
        (language("explanation", "说明"), .long),
      ],
      rows: table.rows.indices.map { row in
        let unit = table.text(row, "unit")
        return [
          elements.label(table.text(row, "check"), unit), short(row, "closed_form"),
          short(row, "p50"),
          language("\(short(row, "p10")) to \(short(row, "p90"))", "\(short(row, "p10"))–\(short(row, "p90"))"),
          short(row, "ratio"), elements.text(table.text(row, "explanation")),
        ]
      })
  }
}
