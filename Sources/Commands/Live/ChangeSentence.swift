import EventSimulation
import Experimentation
import Results

/// What a view changes against the base case, in a sentence with its interval: both have the same draws, so the difference is
/// taken in each replication. The medians, which the head of the page shows, follow: they may move another way than the mean.
struct ChangeSentence {
  let text: String

  /// - Parameters:
  ///   - pairs: the measure of the view, and that of the base case.
  ///   - title: what the measure is called in the language.
  ///   - unit: in the language; empty for a pure number.
  ///   - medians: of the view and of the base case; `nil` where one of them is not a number, or not yet known.
  init(
    _ pairs: PairedTally, title: String, unit: String, medians: (view: Double, base: Double)? = nil,
    _ language: Language
  ) {
    func short(_ value: Double) -> String { NumberText.short(value, in: language) }
    func amount(_ value: Double) -> String { UnitText.amount(short(value), unit, in: language) }
    let chance = pairs.chanceOfGreater().map { NumberText.percent(min(max($0.value, 0), 1), in: language) }
    guard pairs.unpaired == 0, let difference = PairedDifference(pairs)?.difference else {
      let where_ = chance.map {
        language(" It is higher than in the base case in \($0) of the futures.", "在 \($0) 的情形中高于基准情形。")
      }
      text =
        language(
          "\(Self.capitalised(title)) has no value in \(pairs.unpaired) of \(pairs.count) pairs of futures, so there is no "
            + "mean difference.",
          "\(pairs.count) 对情形中有 \(pairs.unpaired) 对缺少\(title)，因此没有平均差额。") + (where_ ?? "")
      return
    }
    guard pairs.difference.minimum != 0 || pairs.difference.maximum != 0 else {
      text = language(
        "\(Self.capitalised(title)) is the same as in the base case in every future.", "各情形的\(title)均与基准情形相同。")
      return
    }
    let (low, high) = (difference.low, difference.high)
    let size = amount(abs(difference.value))
    let both = medians.map {
      language(
        " Medians: \(amount($0.view)), and \(amount($0.base)) in the base case.",
        "中位数为 \(amount($0.view))，基准情形为 \(amount($0.base))。")
    }
    let isMore = difference.value >= 0
    let isSure = !difference.contains(0)
    let higher = chance ?? "0 %"
    let mean = language(
      "Against the base case, \(title) is \(size) \(isMore ? "higher" : "lower") on average (95 % interval of the "
        + "difference \(short(low)) to \(short(high)), on the same draws)\(isSure ? "" : ", which is not significant"), and "
        + "higher in \(higher) of the futures.",
      "与基准情形相比，\(title)平均\(isMore ? "高" : "低") \(size)（相同抽样下差额的 95 % 区间为 \(short(low)) 至 \(short(high))）"
        + "\(isSure ? "" : "，差异不显著")；\(higher) 的情形高于基准情形。")
    text = mean + (both ?? "")
  }

  private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
