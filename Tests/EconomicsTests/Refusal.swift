import Randomness

/// What was refused while `body` ran; `nil` where nothing was.
func refusal(_ body: () -> Void) -> String? {
  do {
    try ValidationErrors.collecting(body)
    return nil
  } catch {
    return "\(error)"
  }
}
