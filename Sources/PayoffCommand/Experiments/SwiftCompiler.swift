import CommandOptions
import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage

/// The `swiftc` that experiments are compiled with.
struct SwiftCompiler {
  private let path: FilePath

  /// What changes when another compiler is installed.
  var identity: String { Library.stamp(of: path) }

  /// The compiler of `SWIFT_EXEC`, or the first on `PATH`.
  static func find() throws -> SwiftCompiler {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["SWIFT_EXEC"], !path.isEmpty {
      if access(path, X_OK) == 0 { return SwiftCompiler(path: FilePath(path)) }
      throw CommandFailure(
        .usage, "SWIFT_EXEC names \(path), which is no program; name a swiftc, or unset it to take the one on PATH")
    }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      let path = FilePath(String(folder)).appending("swiftc")
      if access(path.string, X_OK) == 0 { return SwiftCompiler(path: path) }
    }
    throw CommandFailure(
      .usage,
      "there is no Swift compiler on PATH, and an experiment is a Swift file; "
        + "install the toolchain from swift.org, or put its usr/bin on PATH")
  }

  /// Compiles an experiment; the compiler's messages go to standard error as they are.
  /// - Returns: whether it compiled.
  func compile(_ source: FilePath, to program: FilePath) async throws -> Bool {
    // The module is not named for the file, which may have blanks in its name or be called as a module of Payoff.
    var arguments = ["-O", "-swift-version", "6", "-parse-as-library", "-module-name", "UserExperiment"]
    arguments += ["-I", Library.modules.string, "-L", Library.folder.string, "-lPayoff", "-lm"]
    arguments += ["-Xlinker", "-rpath", "-Xlinker", Library.folder.string]
    for map in Library.moduleMaps { arguments += ["-Xcc", "-fmodule-map-file=\(map)"] }
    arguments += [source.string, "-o", program.string]
    let result = try await Subprocess.run(
      .path(path), arguments: Arguments(arguments),
      output: .fileDescriptor(.standardError, closeAfterSpawningProcess: false),
      error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
    return result.terminationStatus.isSuccess
  }
}
