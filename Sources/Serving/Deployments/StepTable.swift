import Randomness

/// The measured durations of steps as a table, for hardware whose steps no straight line describes.
///
/// ```swift
/// StepTable(
///   prompts: .init(tokens: [128, 2048], sequences: [1], milliseconds: [[9.1], [81.0]]),
///   decoding: .init(tokens: [1000, 100_000], sequences: [1, 64], milliseconds: [[7.3, 9.6], [11.2, 14.9]]),
///   shared: 6.9)
/// ```
/// Between the rows and columns durations are interpolated linearly in both directions. Below the first row or column they are
/// those of the first; beyond the last they rise as they did before it.
public struct StepTable: Sendable, Hashable {
  /// Durations over tokens and sequences.
  public struct Grid: Sendable, Hashable {
    /// Tokens of the rows, rising.
    public let tokens: [Double]
    /// Sequences of the columns, rising.
    public let sequences: [Double]
    /// Milliseconds: a list for each number of tokens, with one for each number of sequences.
    public let milliseconds: [[Double]]

    /// A grid of durations in milliseconds, above 0.
    public init(
      tokens: [Double], sequences: [Double], milliseconds: [[Double]], file: StaticString = #fileID,
      line: UInt = #line
    ) {
      let problem = Self.problem(tokens, sequences, milliseconds)
      if let problem {
        ValidationErrors.report(InvalidValue("StepTable.Grid", problem, location: "\(file):\(line)"))
      }
      self.tokens = problem == nil ? tokens : [1]
      self.sequences = problem == nil ? sequences : [1]
      self.milliseconds = problem == nil ? milliseconds : [[1]]
    }

    private static func problem(_ tokens: [Double], _ sequences: [Double], _ milliseconds: [[Double]]) -> String? {
      for (name, axis) in [("tokens", tokens), ("sequences", sequences)] {
        if axis.isEmpty { return "\(name): there is at least one" }
        if !zip(axis, axis.dropFirst()).allSatisfy({ $0 < $1 }) { return "\(name): they rise" }
        if !axis.allSatisfy({ $0 >= 0 && $0.isFinite }) { return "\(name): they are numbers of at least 0" }
      }
      if milliseconds.count != tokens.count || !milliseconds.allSatisfy({ $0.count == sequences.count }) {
        return "there is a duration for each of \(tokens.count) numbers of tokens and \(sequences.count) of sequences"
      }
      if !milliseconds.allSatisfy({ $0.allSatisfy { $0 > 0 && $0.isFinite } }) {
        return "a step takes a number of milliseconds above 0"
      }
      return nil
    }

    /// A part of the grid in which the duration is linear in tokens, for one number of sequences.
    struct Cell {
      /// Milliseconds at the number of tokens asked for.
      let milliseconds: Double
      /// Milliseconds for each further token.
      let perToken: Double
      /// The tokens up to which that holds.
      let end: Double
    }

    func cell(tokens count: Double, sequences: Double) -> Cell {
      let first = tokens[0]
      if count < first || tokens.count == 1 {
        return Cell(
          milliseconds: duration(row: 0, sequences), perToken: 0, end: tokens.count == 1 ? .infinity : first)
      }
      // A step at a row begins the next part.
      let row = min((tokens.lastIndex { $0 <= count } ?? 0), tokens.count - 2)
      let (low, high) = (duration(row: row, sequences), duration(row: row + 1, sequences))
      let slope = (high - low) / (tokens[row + 1] - tokens[row])
      if count >= tokens[tokens.count - 1] {
        let rise = max(slope, 0)
        return Cell(
          milliseconds: high + rise * (count - tokens[row + 1]), perToken: rise, end: .infinity)
      }
      return Cell(milliseconds: low + slope * (count - tokens[row]), perToken: slope, end: tokens[row + 1])
    }

    private func duration(row: Int, _ count: Double) -> Double {
      let durations = milliseconds[row]
      if count <= sequences[0] || sequences.count == 1 { return durations[0] }
      let column = min((sequences.lastIndex { $0 <= count } ?? 0), sequences.count - 2)
      let slope = (durations[column + 1] - durations[column]) / (sequences[column + 1] - sequences[column])
      let isBeyond = count > sequences[sequences.count - 1]
      return isBeyond
        ? durations[column + 1] + max(slope, 0) * (count - sequences[column + 1])
        : durations[column] + slope * (count - sequences[column])
    }

    func times(_ factor: Double) -> Grid {
      Grid(tokens: tokens, sequences: sequences, milliseconds: milliseconds.map { $0.map { $0 * factor } })
    }

    /// Each duration with its tokens and sequences.
    var points: [(tokens: Double, sequences: Double, milliseconds: Double)] {
      tokens.indices.flatMap { row in
        sequences.indices.map { (tokens[row], sequences[$0], milliseconds[row][$0]) }
      }
    }
  }

  /// Steps with prompts alone, over the tokens and the number of the prompts.
  public let prompts: Grid
  /// Steps with answers alone, over the tokens of context of all answers, including those of the step, and their number.
  public let decoding: Grid
  /// Milliseconds in both that a step with prompts and answers takes only once: the reading of the weights, for example.
  public let shared: Double

  /// A table of both kinds of steps.
  ///
  /// - `prompts`: steps with prompts alone.
  /// - `decoding`: steps with answers alone.
  /// - `shared`: milliseconds in both that a step with prompts and answers takes only once; less than every duration.
  public init(
    prompts: Grid, decoding: Grid, shared: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.prompts = prompts
    self.decoding = decoding
    let least = (prompts.milliseconds + decoding.milliseconds).joined().min() ?? 0
    let isValid = shared >= 0 && shared < least
    self.shared = isValid ? shared : 0
    if !isValid {
      ValidationErrors.report(
        InvalidValue(
          "StepTable(shared: \(shared.shortest))",
          "what both kinds of steps contain is at least 0 and less than the shortest step, \(least.shortest) ms",
          location: "\(file):\(line)"))
    }
  }

  /// Milliseconds of a step with prompts, answers or both.
  func milliseconds(promptTokens: Int, prompts: Int, context: Int, answers: Int) -> Double {
    let prefill = self.prompts.cell(tokens: Double(promptTokens), sequences: Double(prompts)).milliseconds
    if answers == 0 { return prefill }
    let decode = decoding.cell(tokens: Double(context), sequences: Double(answers)).milliseconds
    return prompts == 0 ? decode : prefill + decode - shared
  }

  func times(_ factor: Double) -> StepTable {
    StepTable(prompts: prompts.times(factor), decoding: decoding.times(factor), shared: shared * factor)
  }

  /// Milliseconds of so many decode steps of one answer, the first with that much context.
  func decoding(steps: Double, from context: Double) -> Double {
    Self.decoding(steps: steps, from: context) { decoding.cell(tokens: $0, sequences: 1) }
  }

  /// The same for any parts in which the duration is linear in the context.
  static func decoding(steps: Double, from context: Double, _ cell: (Double) -> Grid.Cell) -> Double {
    var (rest, context, sum) = (steps, context, 0.0)
    while rest > 0 {
      let cell = cell(context)
      let count = min(rest, max((cell.end - context).rounded(.down) + 1, 1))
      sum += count * cell.milliseconds + cell.perToken * count * (count - 1) / 2
      rest -= count
      context += count
    }
    return sum
  }
}
