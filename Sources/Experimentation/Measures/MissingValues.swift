/// A measure that has no value in some replications, asked of a method that needs one in each.
package struct MissingValues: Error, Sendable, Hashable, CustomStringConvertible {
  package let measure: String
  package let empty: Int
  package let count: Int
  /// What has a value in every replication.
  package let instead: [String]

  package var description: String {
    "\(measure) has no value in \(empty) of \(count) replications, and a mean over the others would be one over the "
      + "survivors; ask for the probability or another measure instead: "
      + instead.map { "--measure \($0)" }.joined(separator: " or ")
  }
}
