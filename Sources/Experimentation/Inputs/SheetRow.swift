import Randomness

/// A row of a sheet of inputs, whether or not it sets a value: its name, its unit and its source say something too.
package struct SheetRow: Sendable, Hashable {
  package let name: String
  /// As the sheet has it; empty where it says none.
  package let unit: String
  /// The value that the row shows, changed or not, without a unit of the row.
  package let value: String
  /// The source, in the words of the sheet.
  package let note: String
  /// Whether it sets a value, so that there is an ``Override`` of it.
  package let isSet: Bool
  /// The cell of its name, as messages name it.
  package let nameCell: String
  /// The cell of its unit.
  package let unitCell: String
  /// `mine.csv:7`
  package let location: String

  package init(
    name: String, unit: String, value: String, note: String, isSet: Bool, nameCell: String,
    unitCell: String, location: String
  ) {
    self.name = name
    self.unit = unit
    self.value = value
    self.note = note
    self.isSet = isSet
    self.nameCell = nameCell
    self.unitCell = unitCell
    self.location = location
  }

  /// How the unit of a choice begins: `one of rented, api`.
  package static let choicePrefix = "one of "
  /// The unit of a setting.
  package static let settingUnit = "text"

  fileprivate func error(_ cell: String, _ problem: String, remedy: String?) -> InvalidValue {
    InvalidValue(cell, problem, remedy: remedy, location: location)
  }

  /// What the row sets by its unit alone: the value that it shows, in that unit. `nil` where the unit is the input's.
  fileprivate func override(of input: InputSlot) -> Override? {
    guard !unit.isEmpty, unit != InputUnit.one.description, !value.isEmpty else { return nil }
    let written = InputUnit(unit)
    guard !input.unit.isSame(as: written) else { return nil }
    let text = "\(value) \(unit)"
    return Override(
      name: name, text: text, origin: "\(unitCell): \(name)=\(text)", note: note, location: location)
  }
}

extension RunPlan {
  /// The plan with all that a sheet of inputs says of the experiment.
  ///
  /// Every name has to be there, and every unit has to fit. A unit that is not that of its input sets the value of its row in
  /// that unit. Sources stay with inputs, choices and settings that the sheet leaves as they are.
  /// - Throws: `InvalidValue` with the cell, and for the sheet of another experiment.
  package func completed<E: Experiment>(for type: E.Type) throws -> RunPlan {
    if let other = sheetExperiment, other != "\(E.self)" {
      throw InvalidValue(
        "--inputs", "the sheet is one of \(other), and not of \(E.self)",
        remedy: "write one with payoff inputs \(E.self), or run \(other)")
    }
    guard !sheetRows.isEmpty else { return self }
    let declarations = try CodeUnderWay.during(.declarations) {
      try ValidationErrors.collecting { Declarations<E>() }
    }
    let names = declarations.inputs.map(\.name) + declarations.choices.map(\.name) + declarations.settings.map(\.name)
    var plan = self
    plan.sheetRows = []
    for row in sheetRows {
      guard names.contains(row.name) else {
        throw row.error(
          row.nameCell, "\(E.self) has no input, choice or setting \"\(row.name)\"",
          remedy: NearestName.remedy(for: row.name, among: names))
      }
      if !row.note.isEmpty { plan.sources[row.name] = row.note }
      if let slot = declarations.inputs.first(where: { $0.name == row.name })?.slot {
        guard row.unit != SheetRow.settingUnit, !row.unit.hasPrefix(SheetRow.choicePrefix) else {
          throw row.error(
            row.unitCell, "\"\(row.unit)\" is no unit of an input",
            remedy: "\(row.name) is given in \(slot.unit)")
        }
        let isSet = row.isSet || overrides.contains { $0.name == row.name }
        if !isSet, let override = row.override(of: slot) { plan.overrides.append(override) }
      } else if !row.unit.isEmpty, row.unit != SheetRow.settingUnit, !row.unit.hasPrefix(SheetRow.choicePrefix) {
        throw row.error(
          row.unitCell, "\(row.name) is a choice or a setting, which has no unit \"\(row.unit)\"",
          remedy: "leave what payoff inputs has written there")
      }
    }
    return plan
  }
}
