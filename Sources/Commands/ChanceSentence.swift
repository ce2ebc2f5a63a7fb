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
    let (ofWidth, ofVariance) = (NumberText.percent(width, in: language), NumberText.percent(share, in: language))
    sentences = [
      language(
        "Of the width of the \(measure) from P10 to P90, \(ofWidth) is chance (\(ofVariance) of the variance); the rest is what "
          + "is not known of the inputs, of which a part can be learnt.",
        "P10–P90 的区间宽度中，\(ofWidth) 来自随机性（方差的 \(ofVariance)），其余来自输入的不确定性，其中一部分可通过调研缩小。")
    ]
  }
}
