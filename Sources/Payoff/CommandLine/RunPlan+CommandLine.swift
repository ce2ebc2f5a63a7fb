import CommandOptions
import Experimentation
import Randomness

extension RunPlan {
  /// What was set beside seed and replications, as options of the command line, each as a shell reads it.
  var options: [String] { options(keeping: [:]) }

  /// The same as a directory of results keeps it: of the path of a file its name only.
  func options(keeping kept: [String: String]) -> [String] {
    (isCertain ? ["--certain"] : [])
      + overrides.map { "--set " + ShellText.quoted("\($0.name)=\(kept[$0.name] ?? $0.text)") }
      + dependence.pairs.map { "--correlate " + ShellText.quoted("\($0.first),\($0.second)=\($0.value.shortest)") }
      + (dependence.form.map { ["--copula " + ShellText.quoted($0.description)] } ?? [])
      + (dependence.repairs ? ["--repair-correlations"] : [])
      + (sampling == .independent ? [] : ["--sampling " + ShellText.quoted(sampling.description)])
  }

  /// The same behind what is said of a run: `, --set priceFall=0.4`.
  var optionsText: String { options.isEmpty ? "" : ", " + options.joined(separator: " ") }
}
