import Experimentation
import Results

/// What a run says of how much of its result is chance, and how much is not known.
struct ChanceSentence {
  /// One sentence, or none where the run does not tell.
  let sentences: [String]

  init(_ results: ResultSet, in language: Language) {
    guard let table = results[.chance], table.rows.indices.contains(0), let share = table.number(0, "aleatory_share"),
      let width = table.number(0, "share_of_width"), (0...1).contains(share)
    else {
      sentences = []
      return
    }
    let measure = ChartElements(results: results, language: language).title(of: table.text(0, "measure"))
    let ofWidth = NumberText.percent(width, in: language)
    let percentage = NumberText.percent(share, in: language)
    var ofVariance = language("\(percentage) of the variance", "方差的 \(percentage)")
    // An interval that is said only where it is wide enough to be thought of.
    if let low = table.number(0, "ci95_low"), let high = table.number(0, "ci95_high"), high - low > 0.05 {
      let (low, high) = (max(low, 0), min(high, 1))
      ofVariance += language(
        ", 95 % interval \(NumberText.percent(low, in: language)) to \(NumberText.percent(high, in: language))",
        "，95 % 区间 \(NumberText.percent(low, in: language)) 至 \(NumberText.percent(high, in: language))")
    }
    sentences = [
      language(
        "Of the width of the \(measure) from P10 to P90, \(ofWidth) is chance (\(ofVariance)); the rest is what "
          + "is not known of the inputs, of which a part can be learnt.",
        "P10–P90 的区间宽度中，\(ofWidth) 来自随机性（\(ofVariance)），其余来自输入的不确定性，其中一部分可通过调研缩小。")
    ]
  }
}
