import Experimentation
import Randomness
import Results

/// What the live page says where a view cannot be computed, in the language of the page.
enum LiveProblem {
  /// Messages on what was typed are in both languages; what a model or a command refuses is named in Chinese, with the English
  /// words behind it.
  static func text(_ error: any Error, in language: Language) -> String {
    guard language == .chinese else { return "\(error)" }
    switch error {
    case let invalid as InvalidValue:
      if let chinese = invalid.chinese { return "\(invalid.subject)：\(chinese)" }
      return "\(invalid.subject)：无法使用；英文说明：\(invalid.problem)" + (invalid.remedy.map { "; \($0)" } ?? "")
    case let refused as ReplicationError: return "模型无法用这些取值计算；英文说明：\(refused)"
    case is CommandError: return "命令未能完成；英文说明：\(error)"
    default: return "英文说明：\(error)"
    }
  }
}
