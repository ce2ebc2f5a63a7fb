package import Experimentation

/// The words that commands write in the cells of their tables, in Chinese.
package enum CellWords {
  /// A cell in the language; as it stands where it is no word of Payoff's.
  package static func text(_ cell: String, _ language: Language) -> String {
    guard language == .chinese else { return cell }
    if let word = words[cell] { return word }
    if let month = cell.wholeMatch(of: /in month (\d+)/) { return "第 \(month.1) 个月" }
    if let date = cell.wholeMatch(of: /best date: (.+)/) { return "最佳日期：" + text(String(date.1), language) }
    if let rule = cell.wholeMatch(of: /once (.+)/) { return "当 \(rule.1) 时" }
    if let indicators = cell.wholeMatch(of: /by regression on (.+)/) { return "按 \(indicators.1) 回归判断" }
    return cell
  }

  private static let words = [
    "status quo": "维持现状", "never": "始终不行动", "at once": "立即行动", "everything": "全部输入与随机性", "all inputs": "全部输入",
    "(chance)": "（随机性）",
    "expected value": "期望值", "mean less deviations": "均值减标准差", "expected shortfall": "最差情形均值（CVaR）",
    "worst outcome": "最差结果", "greatest regret": "最大遗憾", "none": "无", "low": "低", "medium": "中", "high": "高",
    "unsourced": "无来源", "undated": "未注日期", "contradicted": "有矛盾", "outdated": "已过时",
    "holds": "成立", "does not hold": "不成立", "possible, and not what its own figures give": "有可能，但与其自身数字不符",
    "holds only where nothing is uncertain": "仅在无不确定性时成立",
    "our decision": "我方决定", "a setting": "设置", "set on the command line": "在命令行中设定",
    "base": "基准", "bull": "乐观", "bear": "悲观",
  ]
}
