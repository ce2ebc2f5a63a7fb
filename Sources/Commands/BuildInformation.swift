import CGSL
import CompiledExperiments
import Results

/// What `payoff --version` says: the version, and what it was built from where that is known.
struct BuildInformation {
  let commit: String?

  var text: String {
    let parts = [
      commit.map { "built from commit \($0)" }, BuiltLibrary.compilerVersion.map { "Swift \($0)" },
      "GSL \(GSL_VERSION)",
    ]
    return "\(Version.number)\n" + parts.compactMap(\.self).joined(separator: ", ")
  }
}
