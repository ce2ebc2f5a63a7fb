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
      "不确定的输入在每次模拟中重新抽取；“来源”说明该数字的可信程度。")
    checks = language("Checks", "核对")
    reproduce = language("How to make it again", "如何复现")
    files = language("Files and their hashes", "文件及其哈希")
    experiment = language("The experiment as it ran", "实际运行的实验代码")
    footer = language(
      "Made by Payoff, which simulates when a use of generative AI pays off. Percentiles are of simulated futures, not of the "
        + "future.",
      "由 Payoff 生成：模拟生成式人工智能应用何时实现盈利。百分位数针对模拟情形，而非对未来的断言。")
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
  /// - Parameter translated: a text of the experiment in the language.
  static func source(_ text: String, _ language: Language, _ translated: (String) -> String) -> String {
    switch text {
    case "our decision": return language(text, "我方决定")
    case "a setting": return language(text, "设置")
    case "set on the command line": return language(text, "在命令行中设定")
    default:
      guard let colon = text.firstRange(of: ": "),
        ["measured", "study", "fact", "assumption"].contains(text[..<colon.lowerBound])
      else { return text }
      let source = String(text[colon.upperBound...])
      // `F17: 30 to 50 % a year`
      let whole = translated(source)
      guard whole == source, text.hasPrefix("fact: "), let note = source.firstRange(of: ": ") else { return whole }
      return source[..<note.lowerBound] + language(": ", "：") + translated(String(source[note.upperBound...]))
    }
  }

  /// A distribution with large numbers in words, its family and the labels of its parameters in the language.
  static func distribution(_ text: String, _ language: Language) -> String {
    let short = text.replacing(/[0-9]+(\.[0-9]+)?/) { number in
      guard let value = Double(number.output.0), value >= 10_000 else { return String(number.output.0) }
      return NumberText.short(value, in: language)
    }
    guard language == .chinese else { return short }
    if let to = short.firstRange(of: " to "), short.allSatisfy({ $0 != "(" }) {
      return "\(short[..<to.lowerBound]) 至 \(short[to.upperBound...])（90% 区间）"
    }
    return short.replacing(/[A-Za-z]+/) { word in families[String(word.output)] ?? String(word.output) }
  }

  private static let families = [
    "uniform": "均匀分布", "normal": "正态分布", "lognormal": "对数正态分布", "triangular": "三角分布", "pert": "PERT 分布",
    "beta": "贝塔分布", "gamma": "伽马分布", "exponential": "指数分布", "weibull": "韦布尔分布", "pareto": "帕累托分布",
    "poisson": "泊松分布", "bernoulli": "伯努利分布", "binomial": "二项分布", "constant": "常数", "discrete": "离散分布",
    "empirical": "经验分布", "mixture": "混合分布", "between": "九成区间", "truncated": "截断分布", "mean": "均值",
    "deviation": "标准差", "median": "中位数", "rate": "速率", "shape": "形状", "scale": "尺度", "one": "取自", "of": "：",
    "text": "文本",
  ]
}
