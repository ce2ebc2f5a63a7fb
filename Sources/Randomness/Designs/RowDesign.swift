/// Rows of a design, kept or made when they are asked for.
package protocol RowDesign: Sendable {
  /// The names of the columns.
  var inputs: [String] { get }
  /// The number of rows.
  var count: Int { get }
  /// What the design is not suited for.
  var warnings: [DesignWarning] { get }

  /// The row of that index, from 0; the same whenever it is asked for.
  func row(_ index: Int) -> DesignRow
}

extension Design: RowDesign {
  package func row(_ index: Int) -> DesignRow { self[index] }
}
