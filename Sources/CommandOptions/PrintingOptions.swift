import ArgumentParser

/// How results are printed.
package struct PrintingOptions: ParsableArguments {
  @Flag(help: "Print the results as JSON, for programs: answer, tables, and where the files are.")
  package var json = false

  @Flag(help: "Print plain text: no colours, no lines and bars drawn with signs. (NO_COLOR=1 takes the colours only)")
  package var plain = false

  package init() {}
}
