/// Finds the known name that is closest to an unknown one.
package enum NearestName {
  /// The known name nearest to `name`, or `nil` when none is near.
  ///
  /// Near is at most a third of the letters wrong, missing, added or swapped with their neighbour, capitals aside, or a
  /// known name that begins with at least three letters of `name`. The first of equals wins.
  /// Optimal string alignment; Boytsov 2011, "Indexing methods for approximate dictionary searching", 2.
  package static func suggestion(for name: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().utf8)
    var best: (name: String, distance: Int)?
    for candidate in known {
      let letters = Array(candidate.lowercased().utf8)
      let allowed = max(wanted.count, letters.count) / 3
      var distance = distance(wanted, letters)
      if distance > allowed, wanted.count >= 3, letters.starts(with: wanted) { distance = allowed }
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// What to write instead of a name that is not known: `did you mean npv?`, or where none is near `there are npv, late`;
  /// `nil` where there are none.
  /// - Parameters:
  ///   - quoted: whether the names stand in quotes, as in Swift and JSON.
  ///   - otherwise: what is said instead where none is near.
  package static func remedy(
    for name: String, among known: some Sequence<String>, quoted: Bool = false, otherwise: String? = nil
  ) -> String? {
    if let question = question(for: name, among: known, quoted: quoted) { return question }
    let names = known.map { quoted ? "\"\($0)\"" : $0 }
    return otherwise ?? (names.isEmpty ? nil : "there are \(names.joined(separator: ", "))")
  }

  /// `did you mean npv?`; `nil` where no known name is near.
  /// - Parameter spelled: how the user writes the name that is meant.
  package static func question(
    for name: String, among known: some Sequence<String>, quoted: Bool = false, spelled: (String) -> String = { $0 }
  ) -> String? {
    suggestion(for: name, among: known).map { "did you mean \(quoted ? "\"\(spelled($0))\"" : spelled($0))?" }
  }

  /// The fewest letters to change, add, drop or swap with their neighbour to come from one name to the other.
  private static func distance(_ from: [UInt8], _ to: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...to.count)
    for (row, letter) in from.enumerated() {
      var current = [row + 1]
      for (column, other) in to.enumerated() {
        var cost = min(current[column] + 1, previous[column + 1] + 1, previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == to[column - 1], from[row - 1] == other {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[to.count]
  }
}
