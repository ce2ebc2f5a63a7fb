import CommandOptions

/// `payoff notebook RUN`: a Jupyter notebook on a directory.
enum NotebookProgram {
  static func run(_ options: NotebookOptions) async throws {
  }
}
