import Experimentation
import Results

/// The words of a report that are its own, in its language.
struct ReportWords {
  let kind: String
  let contents: String
  let runsBeside: String
  let assumed: String
  let assumedNote: String
  let checks: String
  let reproduce: String
  let files: String
  let experiment: String
  let footer: String

  init(_ language: Language) {
    kind = language("Payoff report", "Payoff 报告")
    contents = language("Contents", "目录")
    runsBeside = language("The runs beside each other", "各次运行对比")
    assumed = language("What was assumed", "所作假设")
    assumedNote = language(
      "Inputs that are uncertain are drawn anew for each future; the source says how far a figure can be relied upon.",
      "不确定的输入在每种未来情形中重新抽取；来源说明该数字的可信程度。")
    checks = language("Checks", "核对")
    reproduce = language("How to make it again", "如何重现")
    files = language("Files and their hashes", "文件及其哈希")
    experiment = language("The experiment as it ran", "实际运行的实验代码")
    footer = language(
      "Made by Payoff, which simulates when a use of generative AI pays off. Percentiles are of simulated futures, not of the "
        + "future.",
      "由 Payoff 生成：模拟生成式 AI 应用何时回本。百分位数针对模拟情形，而非对未来的断言。")
  }

  /// How far a figure can be relied upon, by the kind of its source.
  static func confidence(ofSource source: String, _ language: Language) -> String {
    switch source.prefix(while: { $0 != ":" }) {
    case "measured": language("high: measured", "高：实测")
    case "study": language("medium: published elsewhere", "中：公开研究")
    case "fact": language("medium: stated, not measured here", "中：案例所述，未经本处实测")
    case "assumption": language("low: assumed", "低：假设")
    default: language("set by us", "由我方设定")
    }
  }

  /// A source without its kind, in the language where it is Payoff's own words.
  static func source(_ text: String, _ language: Language) -> String {
    switch text {
    case "our decision": return language(text, "我方决定")
    case "a setting": return language(text, "设置")
    case "set on the command line": return language(text, "在命令行中设定")
    default:
      guard let colon = text.firstRange(of: ": "),
        ["measured", "study", "fact", "assumption"].contains(text[..<colon.lowerBound])
      else { return text }
      return String(text[colon.upperBound...])
    }
  }
}
