import Glibc
package import SystemPackage

/// The built library that an experiment is compiled against, and the programs beside it.
package enum BuiltLibrary {
  /// The folder of `libPayoff.so`: that of this program, unless ``ProgramVariable/library`` names another.
  package static let folder: FilePath = {
    if let folder = ProgramVariable.library.value { return FilePath(folder) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    guard count > 0 else { return "." }
    return FilePath(String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self))
      .removingLastComponent()
  }()

  package static var sharedObject: FilePath { folder.appending("libPayoff.so") }

  /// The program for every call that is not that of a compiled experiment.
  package static var analysisProgram: FilePath { folder.appending("payoff-analysis") }

  static var modules: FilePath { folder.appending("Modules") }

  /// Where the headers and module maps of the C modules are in an installed package; nothing is there beside a library that
  /// was built here.
  private static var installedHeaders: FilePath { folder.appending("include") }

  /// Whether the library came with a package. The folder of the library then holds all that a project has otherwise.
  private static let isInstalled = FileSystem.isFolder(installedHeaders) == true

  /// The project that the library was built in: `<project>/.build/<platform>/<configuration>/libPayoff.so`. That of an
  /// installed package is the folder of the library.
  package static var project: FilePath {
    isInstalled ? folder : folder.removingLastComponent().removingLastComponent().removingLastComponent()
  }

  /// The folder of the virtual environment for Python. Where a package is installed, users may not write.
  package static var pythonEnvironment: FilePath {
    if let named = ProgramVariable.pythonEnvironment.value { return FilePath(named) }
    return isInstalled ? CompiledExperiment.cache.appending("python") : project.appending(".venv")
  }

  /// The folder of the experiments that a package has compiled, with the capacity curves that they need.
  package static var shippedPrograms: FilePath? { isInstalled ? folder.appending("compiled") : nil }

  /// The options with which the C compiler finds the C modules: without library evolution the compiler wants to see them.
  static var cOptions: [String] {
    moduleMaps.map { "-fmodule-map-file=\($0)" } + (isInstalled ? ["-I\(installedHeaders)"] : [])
  }

  /// The folders of the C modules of packages that Payoff uses, in their checkouts. `scripts/package` reads them here.
  private static let checkoutModules = [
    "swift-system/Sources/CSystem/include", "swift-subprocess/Sources/_SubprocessCShims/include",
    "FlyingFox/CSystemLinux/include",
  ]

  private static var moduleMaps: [FilePath] {
    let system = ["CGSL", "CZlib", "CMessageDigest"]
    let own = ["CFaults", "CFiles", "CRandomStreams"]
    let folders: [FilePath]
    if isInstalled {
      let names = system + own + checkoutModules.map { $0.replacing("/", with: "+") }
      folders = names.map { installedHeaders.appending($0) }
    } else {
      let checkouts = folder.removingLastComponent().removingLastComponent().appending("checkouts")
      folders =
        system.map { project.appending("Sources/\($0)") } + own.map { folder.appending("\($0).build") }
        + checkoutModules.map { checkouts.appending($0) }
    }
    return folders.map { $0.appending("module.modulemap") }
  }

  /// The version of the compiler that the library was built with, which stands in its module; `nil` where it is not found.
  package static var compilerVersion: String? {
    guard let module = try? FileSystem.contents(of: modules.appending("Payoff.swiftmodule")) else { return nil }
    let head = String(decoding: module.prefix(1 << 14), as: UTF8.self)
    guard let found = head.firstRange(of: "Swift version ") else { return nil }
    let version = head[found.upperBound...].prefix { $0.isNumber || $0 == "." }
    return version.isEmpty ? nil : String(version)
  }

  /// What changes when the library is built anew.
  package static var identity: String { FileSystem.stamp(of: sharedObject) }
}
