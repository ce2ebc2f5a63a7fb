package import SystemPackage

/// The `swiftc` that experiments are compiled with.
package struct SwiftCompiler {
  package let path: FilePath

  /// What changes when another compiler is installed.
  var identity: String { FileSystem.stamp(of: path) }

  /// A compiler that is not there: what the user can do.
  package struct Missing: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// The compiler of `SWIFT_EXEC`, or the first on `PATH`.
  package static func find() throws(Missing) -> SwiftCompiler {
    if let path = ProgramVariable.variable("SWIFT_EXEC") {
      if FileSystem.isExecutable(FilePath(path)) { return SwiftCompiler(path: FilePath(path)) }
      throw Missing(
        description: "SWIFT_EXEC names \(path), which is no program; name a swiftc, or unset it to take the one on PATH"
      )
    }
    for folder in (ProgramVariable.variable("PATH") ?? "").split(separator: ":") {
      let path = FilePath(String(folder)).appending("swiftc")
      if FileSystem.isExecutable(path) { return SwiftCompiler(path: path) }
    }
    throw Missing(
      description: "there is no Swift compiler on PATH, and an experiment is a Swift file; "
        + "install the toolchain\(BuiltLibrary.compilerVersion.map { " of Swift \($0)" } ?? "") from swift.org, or put its "
        + "usr/bin on PATH")
  }

  /// The arguments with which the compiler makes the program of an experiment.
  package static func arguments(_ source: FilePath, to program: FilePath) -> [String] {
    // The module is not named for the file, which may have blanks in its name or be called as a module of Payoff.
    var arguments = ["-O", "-swift-version", "6", "-parse-as-library", "-module-name", "UserExperiment"]
    arguments += ["-I", BuiltLibrary.modules.string, "-L", BuiltLibrary.folder.string, "-lPayoff", "-lm"]
    arguments += ["-Xlinker", "-rpath", "-Xlinker", BuiltLibrary.folder.string]
    for option in BuiltLibrary.cOptions { arguments += ["-Xcc", option] }
    return arguments + [source.string, "-o", program.string]
  }
}
