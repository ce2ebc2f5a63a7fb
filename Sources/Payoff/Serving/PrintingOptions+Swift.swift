import CommandOptions

extension PrintingOptions {
  /// Prints lines of Swift as they are, below results in words; nothing beside JSON.
  func showSwift(_ lines: String, toPasteInto place: String) {
    if !json { print("\nTo paste into \(place):\n\n\(lines)") }
  }
}
