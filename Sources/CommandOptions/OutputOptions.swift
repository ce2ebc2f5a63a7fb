package import ArgumentParser

/// Where results go.
package struct OutputOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The directory to write. (default: runs/NAME-SEED-…)")
  package var out: String?

  @Flag(help: "Replace a directory of results that is there already.")
  package var force = false

  @OptionGroup package var printing: PrintingOptions

  package init() {}

  package mutating func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out \"\": expected the name of a folder to write") }
  }
}
