/// Numbers of shards as text: `2,5-7`, as Slurm's `--array` takes them.
enum ShardNumbers {
  /// - Throws: ``CommandError`` for what is no number, or beyond those that there are.
  static func read(_ texts: [String], of count: Int) throws(CommandError) -> [Int] {
    var numbers: Set<Int> = []
    for text in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
        throw CommandError(.usage, "\"\(text)\": expected the number of a shard, or some as 2,5-7")
      }
      guard 0 <= first, last < count else {
        throw CommandError(.usage, "shard \(text): the plan has \(count) shards, numbered from 0 to \(count - 1)")
      }
      numbers.formUnion(first...last)
    }
    return numbers.sorted()
  }

  /// The shortest text of numbers in ascending order.
  static func text(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
