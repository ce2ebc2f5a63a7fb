import Randomness

/// The fields of a deployment's file, read by name and type.
struct DeploymentFields {
  let file: String
  private let json: FlatJSON

  init(_ json: FlatJSON, file: String) {
    self.json = json
    self.file = file
  }

  /// Whether it names a model of the catalogue.
  var isOfCatalogue: Bool { json["model"] != nil }

  /// Rejects unknown names.
  func allow(_ names: [String]) throws {
    for entry in json.entries where !names.contains(entry.name) {
      throw DeploymentFileError(
        file, line: entry.line,
        "there is no \"\(entry.name)\" in a deployment"
          + (NearestName.remedy(for: entry.name, among: names, quoted: true).map { "; \($0)" } ?? ""))
    }
  }

  func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else {
      throw DeploymentFileError(file, line: json.end, "\"\(name)\" is missing")
    }
    return value
  }

  func number(_ name: String) throws -> Double? {
    guard let entry = json[name] else { return nil }
    guard case .number(let number) = entry.value else { throw wrong(entry, "a number") }
    return number
  }

  /// A number that is not negative.
  func duration(_ name: String) throws -> Double? {
    guard let number = try number(name) else { return nil }
    guard number >= 0 else {
      throw DeploymentFileError(file, line: json[name]?.line, "\"\(name)\" is at least 0, not \(number.shortest)")
    }
    return number
  }

  func whole(_ name: String) throws -> Int? {
    guard let entry = json[name] else { return nil }
    guard case .number(let number) = entry.value, let whole = Int(exactly: number) else {
      throw wrong(entry, "a whole number")
    }
    return whole
  }

  func text(_ name: String) throws -> String? {
    guard let entry = json[name] else { return nil }
    guard case .text(let text) = entry.value else { throw wrong(entry, "a text") }
    return text
  }

  /// A named choice.
  func choice<Value>(_ name: String, _ known: [String: Value]) throws -> Value? {
    guard let entry = json[name] else { return nil }
    guard case .text(let text) = entry.value else { throw wrong(entry, "a text") }
    if let value = known[text] { return value }
    let names = known.keys.sorted()
    throw DeploymentFileError(
      file, line: entry.line,
      "\"\(name)\": there is no \"\(text)\""
        + (NearestName.remedy(for: text, among: names, quoted: true).map { "; \($0)" } ?? ""))
  }

  private func wrong(_ entry: FlatJSON.Entry, _ expected: String) -> DeploymentFileError {
    let found =
      switch entry.value {
      case .text(let text): "\"\(text)\""
      case .number(let number): number.shortest
      case .truth(let truth): "\(truth)"
      case .null: "null"
      }
    return DeploymentFileError(file, line: entry.line, "\"\(entry.name)\" is \(expected), not \(found)")
  }
}
