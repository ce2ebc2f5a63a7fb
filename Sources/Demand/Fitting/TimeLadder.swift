/// Lengths of time that people count in, from a second to a week, in seconds.
enum TimeLadder {
  static let seconds: [Double] = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800,
  ]
}
