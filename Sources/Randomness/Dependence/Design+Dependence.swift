extension Design {
  /// The design with the numbers of those inputs made dependent by a copula.
  ///
  /// Each row stays even in the first of the inputs and in all that are not named. Designs for sensitivity indices are
  /// refused, since those indices have a meaning for independent inputs only.
  ///
  /// - `inputs`: As many as the copula has, in its order.
  package func dependent(_ inputs: [String], by copula: some Copula) throws(InvalidValue) -> Design {
    let columns = try dependentColumns(inputs, count: copula.count)
    var numbers = numbers
    for row in indices {
      // The ends of a regular design are infinite scores.
      let independent = columns.map { Swift.min(Swift.max(self[row, $0], edge), 1 - edge) }
      for (column, number) in zip(columns, copula.dependent(on: independent)) {
        numbers[row * self.inputs.count + column] = number
      }
    }
    return replacing(numbers)
  }

  /// The design with the numbers of the inputs of a matrix reordered to its rank correlations, block by block.
  ///
  /// Each input keeps its numbers, so a Latin hypercube stays one. ``ImanConover``.
  package func reordered(to correlation: CorrelationMatrix) throws(InvalidValue) -> Design {
    let columns = try dependentColumns(correlation.inputs, count: correlation.inputs.count)
    let rowsTogether = if case .blocks(let rows) = layout { rows } else { count }
    var numbers = numbers
    for start in stride(from: 0, to: count, by: rowsTogether) {
      let block = columns.map { column in (start..<start + rowsTogether).map { self[$0, column] } }
      for (column, values) in zip(columns, try ImanConover.reordered(block, to: correlation)) {
        for (row, value) in values.enumerated() { numbers[(start + row) * inputs.count + column] = value }
      }
    }
    return replacing(numbers)
  }

  private func replacing(_ numbers: [Double]) -> Design {
    var design = Design(inputs: inputs, numbers: numbers, layout: layout, edge: edge)
    design.warnings = warnings
    return design
  }

  private func dependentColumns(_ names: [String], count: Int) throws(InvalidValue) -> [Int] {
    let subject = "dependent inputs"
    guard layout.hasFreePoints else {
      throw InvalidValue(
        subject, "this design is for the sensitivity to inputs that do not depend on each other",
        remedy: "use a Latin hypercube or a Sobol design with a measure of given data, such as PRCC or PAWN")
    }
    guard names.count == count, Set(names).count == count else {
      throw InvalidValue(
        subject, "\(names.joined(separator: ", ")) were named; \(count) different inputs were expected")
    }
    var columns: [Int] = []
    for name in names {
      guard let column = inputs.firstIndex(of: name) else {
        throw InvalidValue(
          subject, "no input is called \"\(name)\"", remedy: NearestName.remedy(for: name, among: inputs, quoted: true))
      }
      columns.append(column)
    }
    return columns
  }
}
