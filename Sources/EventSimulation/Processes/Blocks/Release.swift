import Randomness

/// Gives units of a resource back, which go to who waits for them.
///
/// ```swift
/// Release(agents)
/// Release(beds, units: 1)
/// ```
/// To release what it does not hold ends the run with a failure.
public struct Release: CompiledBlock {
  let resource: Resource
  let units: Int?
  let place: SourcePlace

  /// Gives back what it holds of the resource.
  ///
  /// - `resource`: Of what.
  /// - `units`: How many; all that it holds unless stated.
  public init(_ resource: Resource, units: Int? = nil, fileID: String = #fileID, line: Int = #line) {
    self.resource = resource
    self.units = units
    place = SourcePlace(fileID: fileID, line: line)
    if let units, units < 1 {
      ValidationErrors.report(
        InvalidValue(
          "Release(\(resource.name), units: \(units))", "a transaction releases one unit at least",
          location: place.description))
    }
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Release \(resource.name)", name: nil, at: place)
    let subject = compiler.resource(resource)
    compiler.emit(Operation(code: .release, subject: subject, units: units.map { Int32(clamping: $0) } ?? 0))
  }
}
