package import ArgumentParser

/// The options of every command that simulates so many replications.
package struct ReplicatedOptions: ParsableArguments {
  @Option(
    name: [.short, .long], parsing: .unconditional, help: "How many futures are simulated. (default: 1000)",
    transform: { try WholeNumber.read($0, in: 1...Int(UInt32.max)) })
  package var replications = 1000

  @OptionGroup package var shared: SharedOptions

  package init() {}
}
