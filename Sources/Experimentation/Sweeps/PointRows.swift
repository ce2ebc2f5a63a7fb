/// The rows of one of several points that are tried on the same draws: a replication each.
package struct PointRows: RowSource {
  private let rows: any RowSource
  private let point: Int
  private let count: Int

  /// - `rows`: in each replication every point, as those of a sweep or of the options of a choice.
  /// - `count`: how many points there are.
  package init(_ rows: some RowSource, point: Int, of count: Int) {
    self.rows = rows
    self.point = point
    self.count = count
  }

  package func row(_ number: Int) -> RunRow { rows.row(number * count + point) }

  package func place(of number: Int) -> String { rows.place(of: number * count + point) }
}
