package import ArgumentParser

/// Which measure an answer is about, and which way is better.
package struct MeasuredOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The measure, or what is to hold of it: npv, 'npv>0', 'inflection_month<=24'. (default: npv, or the first)",
      valueName: "MEASURE"))
  package var measure: String?

  @Flag(help: "Less of the measure is better, as of a cost.")
  package var lessIsBetter = false

  package init() {}
}
