import ArgumentParser

extension ExperimentFile {
  /// What a shell offers for an experiment: the names there are; a path completes as everywhere.
  static let completion = CompletionKind.custom { _, _, _ in ((try? all()) ?? []).map(\.name) }
}
