import Randomness

/// The message of what was refused in `body`; empty where nothing was.
func refused(_ body: () -> Void) -> String {
  do {
    try ValidationErrors.collecting(body)
    return ""
  } catch {
    return "\(error)"
  }
}

/// The message of the error that `body` throws; empty where it throws none.
func problem<Result>(_ body: () throws -> Result) -> String {
  do {
    _ = try body()
    return ""
  } catch {
    return "\(error)"
  }
}
