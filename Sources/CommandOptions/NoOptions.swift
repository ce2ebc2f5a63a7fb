import ArgumentParser

/// The options of a command that has none.
package struct NoOptions: ParsableArguments {
  package init() {}
}
