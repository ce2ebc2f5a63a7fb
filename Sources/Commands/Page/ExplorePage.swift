import Experimentation
import FoundationEssentials
import Mustache
import Results
import SystemPackage

/// A page with a slider for each input of a sweep, which needs nothing but itself: what it shows between the points of the
/// grid is interpolated, and how far off that may be is said.
struct ExplorePage {
  let language: String
  let version: String
  let policy: String
  let title: String
  let question: String
  let words: ExploreWords
  let changes: String?
  let warnings: [String]
  let command: String?
  let made: String
  let style: String
  let data: String
  let script: String

  /// - Throws: ``DataFileError`` for results that are no sweep of a number.
  init(_ part: ReportPart, _ language: Language) throws {
    let (directory, results) = (part.directory, part.results)
    let choices = (directory.file(.sweep)?.columns ?? []).filter { $0.type == "string" }
    let grid = try ExploredGrid(results, named: directory.path.string, choices: Set(choices.map(\.name)))
    words = ExploreWords(language)
    self.language = language.rawValue
    version = Version.number
    title = results.facts.experiment
    question = results.facts.question(in: language)
    changes = part.verification.warning(in: language)
    warnings = results.facts.warnings
    command = directory.commandLine
    made = ReportSection.made(directory, language)
    style = String(decoding: PackageResources.report_css + PackageResources.explore_css, as: UTF8.self)
    script = String(decoding: PackageResources.explore_js, as: UTF8.self)
    policy = Page.policy([script], evaluates: false)
    data = Self.data(grid, results, language).compactText
  }

  /// The page; whatever comes from an experiment is escaped by the template.
  func html() throws -> String {
    let template = try MustacheTemplate(string: String(decoding: PackageResources.explore_mustache, as: UTF8.self))
    return template.render(self)
  }

  private static func data(_ grid: ExploredGrid, _ results: ResultSet, _ language: Language) -> JSONValue {
    let elements = ChartElements(results: results, language: language)
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func unit(_ text: String) -> String {
      switch text {
      case "1": ""
      case "1/year": language("a year", "每年")
      default: elements.text(ofUnit: text)
      }
    }
    let axes = grid.axes.map { axis -> JSONValue in
      let unit = elements.text(ofUnit: results.unit(ofInput: axis.name))
      let meaning = results.facts.texts.meanings[axis.name] ?? ""
      return [
        "name": .string(axis.name), "unit": .string(unit),
        "meaning": .string(results.facts.texts.text(meaning, in: language)),
        "labels": .array(
          axis.labels.map { .string(axis.numbers == nil ? results.facts.texts.text($0, in: language) : $0) }),
        "options": .array(axis.labels.map { .string($0) }),
        "numbers": axis.numbers.map { .array($0.map { .number($0) }) } ?? .null,
      ]
    }
    let measures = grid.measures.map { measure -> JSONValue in
      let statistics = zip(ExploredGrid.statistics, measure.values).map { name, values in
        JSONValue.Member(name, .array(values.map(number)))
      }
      let error: JSONValue =
        measure.error.map {
          ["largest": .number($0.largest), "typical": .number($0.typical), "count": .number(Double($0.count))]
        } ?? .null
      return [
        "name": .string(measure.name), "title": .string(elements.heading(of: measure.name)),
        "unit": .string(unit(measure.unit)),
        "constant": .boolean(measure.isConstant), "percent": .boolean(measure.unit == "1/year"),
        "values": .object(statistics), "error": error,
      ]
    }
    return [
      "axes": .array(axes), "measures": .array(measures),
      "shown": .string(results.facts.measure ?? grid.measures.first?.name ?? ""),
      "language": .string(language.rawValue),
      "words": ExploreWords(language).forScript,
    ]
  }
}

/// The words of a page with sliders that are its own, in its language.
struct ExploreWords {
  let kind: String
  let measure: String
  let inputs: String
  let here: String
  let along: String
  let all: String
  let same: String
  let sameNote: String
  let accuracy: String
  let reproduce: String
  let footer: String
  let noScript: String
  let start: String
  private let language: Language

  init(_ language: Language) {
    self.language = language
    kind = language("Payoff: results to explore", "Payoff：可调结果")
    measure = language("Measure", "指标")
    inputs = language("Inputs", "输入")
    here = language("At these values", "在这些取值下")
    along = language("Along each input, with the others as they stand", "沿各输入变化，其余保持当前取值")
    all = language("All measures at these values", "在这些取值下的全部指标")
    same = language("The same everywhere", "处处相同")
    sameNote = language(
      "Nothing that was varied changes these measures.", "所变动的内容都不影响这些指标。")
    accuracy = language("How exact this is", "精确程度")
    reproduce = language("How to reproduce it", "如何复现")
    start = language("Back to the start", "回到初始")
    noScript = language(
      "The sliders need JavaScript. The figures at the points of the grid are in sweep.csv.",
      "滑块需要 JavaScript。网格各点的数值见 sweep.csv。")
    footer = ReportWords(language).footer
  }

  /// The words that the script puts together. `{0}` and `{1}` are figures.
  var forScript: JSONValue {
    let texts: [(String, String)] = [
      ("computed", language("Computed: a point of the grid.", "已计算：网格上的点。")),
      ("between", language("Interpolated between points of the grid.", "在网格点之间插值得出。")),
      (
        "error",
        language(
          "Between the points of the grid values are interpolated linearly. Where an inner point is left out and interpolated "
            + "from its neighbours, twice as far apart, the median is off by {0} at most and by {1} in half of the {2} cases; "
            + "between points of the whole grid it is less where the measure bends evenly.",
          "网格点之间为线性插值。略去一个内部点、由间距加倍的相邻点插值时，中位数最多偏差 {0}，{2} 例中一半不超过 {1}；若指标变化均匀，完整网格上的偏差更小。")
      ),
      (
        "noError",
        language(
          "Between the points of the grid values are interpolated linearly. How far off that is could not be measured: no inner "
            + "point has this measure at both of its neighbours.", "网格点之间为线性插值。没有内部点的两侧邻点都有此值，因此偏差未知。")
      ),
      (
        "twoValues",
        language(
          "Along {0} only two values were tried, so how far off it is between those is not known.",
          "{0} 只取了两个数值，其间的偏差未知。")
      ),
      (
        "absent",
        language("no value at a neighbouring point of the grid", "相邻网格点无此值")
      ),
      ("mean", language("mean", "均值")), ("median", language("median", "中位数")),
      ("interval", language("95 % interval of the mean", "均值的 95 % 区间")),
      ("above", language("above 0 in", "大于 0 的情形")), ("without", language("without a value in", "无此值的情形")),
      ("measure", measure), ("from", language("{0} to {1}", "{0} 至 {1}")),
      ("eight", language("eight futures in ten", "八成情形")), ("none", language("none", "无")),
      ("start", language("at the start", "初始")), ("now", language("here", "当前")),
    ]
    return .object(texts.map { JSONValue.Member($0.0, .string($0.1)) })
  }
}
