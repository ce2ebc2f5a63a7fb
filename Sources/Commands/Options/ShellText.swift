import Experimentation
import Randomness

/// Text that a shell reads back as one word.
enum ShellText {
  /// In quotes where it must be: `'rent=5 to 50'`.
  static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
      default: "_-+=./:,@%".utf8.contains(byte)
      }
    }
    guard !plain || text.isEmpty else { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }

  /// An option with its value; nothing where there is none.
  static func option(_ name: String, _ value: String?) -> [String] { value.map { ["\(name) \(quoted($0))"] } ?? [] }
}

extension RunPlan {
  /// What was set beside seed and replications, as options of the command line, each as a shell reads it.
  var options: [String] { options(keeping: [:]) }

  /// The same as a directory of results keeps it: of the path of a file its name only.
  func options(keeping kept: [String: String]) -> [String] {
    ShellText.option("--case", caseName) + (isDeterministic ? ["--deterministic"] : [])
      + overrides.flatMap { ShellText.option("--set", "\($0.name)=\(kept[$0.name] ?? $0.text)") }
      + (dependence.leavesOutDeclared ? ["--correlate none"] : [])
      + dependence.pairs.flatMap { ShellText.option("--correlate", "\($0.first),\($0.second)=\($0.value.shortest)") }
      + ShellText.option("--copula", dependence.form?.description)
      + (dependence.repairs ? ["--repair-correlations"] : [])
      + (sampling == .independent ? [] : ShellText.option("--sampling", sampling.description))
  }

  /// The same behind what is said of a run: `, --set priceFall=0.4`.
  var optionsText: String { options.isEmpty ? "" : ", " + options.joined(separator: " ") }
}
