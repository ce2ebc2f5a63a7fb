import Experimentation
import Mustache
import Results

/// The live page as it is opened: its words; what is on it comes from the server.
struct LivePage {
  let language: String
  let version: String
  let title: String
  let question: String
  let words: LiveWords
  /// The words that the script writes, as JSON.
  let scriptWords: String

  init<E: Experiment>(_ experiment: E.Type, _ language: Language) {
    self.language = language.rawValue
    version = Version.number
    title = "\(E.self)"
    question = language == .chinese ? E.chinese[E.question] ?? E.question : E.question
    words = LiveWords(language)
    scriptWords = words.script.compactText
  }

  func html() throws -> String {
    let text = String(decoding: PackageResources.live_mustache, as: UTF8.self)
    return try MustacheTemplate(string: text).render(self)
  }
}

/// The words of the live page, in its language.
struct LiveWords {
  let kind: String
  let other: String
  let otherLanguage: String
  let skip: String
  let results: String
  let inputs: String
  let undo: String
  let redo: String
  let reset: String
  let copyLink: String
  let scenarios: String
  let scenarioName: String
  let save: String
  let compare: String
  let tornado: String
  let decision: String
  let decisionAmong: String
  let breakEven: String
  let breakEvenOf: String
  let download: String
  let downloadNote: String
  let runDirectory: String
  let same: String
  let sameNote: String
  let copy: String
  let licences: String
  let noScript: String
  let loading: String
  let ghost: String
  let script: JSONValue

  init(_ language: Language) {
    kind = language("Payoff · live page", "Payoff · 实时页面")
    other = language("中文", "English")
    otherLanguage = language("zh", "en")
    skip = language("Skip to the inputs", "跳至输入项")
    results = language("Results", "结果")
    inputs = language("Inputs", "输入项")
    undo = language("Undo", "撤销")
    redo = language("Redo", "重做")
    reset = language("Back to the base case", "恢复基准情形")
    copyLink = language("Copy link", "复制链接")
    scenarios = language("Scenarios", "情景")
    scenarioName = language("Name of this view", "当前视图的名称")
    save = language("Save", "保存")
    compare = language("Compare the marked ones", "比较所选情景")
    tornado = language("Tornado: what decides it", "龙卷风图：决定因素")
    decision = language("Decision: which option", "决策：选哪个方案")
    decisionAmong = language("Options of", "待选方案：")
    breakEven = language("Find the break-even", "求盈亏平衡点")
    breakEvenOf = language("Mean net present value is 0 at", "净现值均值为 0 时的")
    download = language("Download", "下载")
    downloadNote = language(
      "The files that payoff run writes of this view; the archive holds all of them, the charts too.",
      "payoff run 为当前视图写出的文件；压缩包含全部文件和图表。")
    runDirectory = language("run directory (.tar.gz)", "结果目录（.tar.gz）")
    same = language("The same on the command line", "命令行复现")
    sameNote = language(
      "This command simulates the same replications and writes a run directory.", "该命令以相同的抽样运行并写出结果目录。")
    copy = language("Copy", "复制")
    licences = language("Licences", "许可证")
    noScript = language("The live page needs JavaScript.", "实时页面需要 JavaScript。")
    loading = language("The experiment is simulated for the first time …", "正在进行首次模拟……")
    ghost = language("Dashed and grey: the base case.", "灰色虚线：基准情形。")
    script = [
      "base": .string(language("base", "基准")),
      "case": .string(language("Case", "情景假设")),
      "choices": .string(language("Choices", "选择")),
      "settings": .string(language("Settings", "设置")),
      "distribution": .string(language("distribution", "分布")),
      "value": .string(language("value", "数值")),
      "resetOne": .string(language("reset", "恢复")),
      "resetOneOf": .string(language("Reset {name}", "恢复 {name}")),
      "share": .string(language("explains {share} of the variance", "解释方差的 {share}")),
      "isBase": .string(
        language("This is the base case. Move an input to see what it changes.", "当前为基准情形。移动输入项即可看到变化。")),
      "progress": .string(language("{n} of {of} replications", "已模拟 {n} / {of} 次")),
      "computing": .string(
        language("Simulating this view; what is shown is the view before …", "正在模拟当前视图，所示为之前的结果……")),
      "finished": .string(language("{n} replications, the same draws in every view", "{n} 次模拟，各视图使用相同抽样")),
      "wrong": .string(language("This cannot be simulated: ", "无法模拟：")),
      "gone": .string(
        language(
          "The server does not answer. It may have ended: start payoff serve again. Saved scenarios are kept.",
          "服务器没有响应，可能已结束：请重新运行 payoff serve。已保存的情景不会丢失。")),
      "copied": .string(language("Copied", "已复制")),
      "load": .string(language("Show", "显示")),
      "remove": .string(language("Remove", "删除")),
      "mark": .string(language("Compare {name}", "比较 {name}")),
      "saved": .string(language("Saved as {name}", "已保存为 {name}")),
      "noScenarios": .string(language("None is saved yet.", "尚未保存。")),
      "working": .string(language("Working … (payoff {command})", "计算中……（payoff {command}）")),
      "close": .string(language("Close", "关闭")),
      "median": .string(language("median", "中位数")),
      "wide": .string(language("Wider than its frame: move the table sideways.", "表格宽于页面，可左右滑动查看。")),
    ]
  }
}
