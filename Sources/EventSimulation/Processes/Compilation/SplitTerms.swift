/// Into what a transaction is split.
struct SplitTerms: Sendable {
  let joining: Joining
  /// The attribute that receives the number of the part, or -1.
  let numbering: Int32
  /// Where the parts begin: one place for all copies, or one for each branch.
  var parts: [Int32] = []
}
