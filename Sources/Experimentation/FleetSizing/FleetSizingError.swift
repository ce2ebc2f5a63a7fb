/// A load or a service level that no fleet allowed can hold.
package struct FleetSizingError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
