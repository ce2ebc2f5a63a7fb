import Randomness

/// The replications of a run with one input held at a value.
package struct HeldInputRows: RowSource {
  private let rows: any RowSource
  private let input: SoughtInput
  private let value: Double

  package init(_ rows: some RowSource, _ input: SoughtInput, at value: Double) {
    self.rows = rows
    self.input = input
    self.value = value
  }

  package func row(_ number: Int) -> RunRow {
    var row = rows.row(number)
    row.inputs[input.column] = value
    return row
  }

  package func place(of number: Int) -> String { "at \(input.name)=\(value.shortest), " + rows.place(of: number) }
}
