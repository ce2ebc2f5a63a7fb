import Experimentation

/// What stands above the definitions of break-evens: why others of the same input need not be the same.
enum BreakEvenNote {
  static func text(in language: Language) -> String {
    language(
      "What each break-even is. payoff \(SensitivityCommand.name) finds another one, with the other inputs at their medians, "
        + "and payoff \(SeekCommand.name) one of a figure over all futures",
      "各盈亏平衡值的定义。payoff \(SensitivityCommand.name) 给出的是其余输入取中位数时的值，payoff \(SeekCommand.name) "
        + "给出的是全部情形的某一统计量达到目标时的值，与此不同")
  }
}
