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

  /// The project that the library was built in: `<project>/.build/<platform>/<configuration>/libPayoff.so`.
  package static var project: FilePath {
    folder.removingLastComponent().removingLastComponent().removingLastComponent()
  }

  /// The maps of the C modules: without library evolution the compiler wants to see them.
  static var moduleMaps: [FilePath] {
    let sources = project.appending("Sources")
    let scratch = folder.removingLastComponent().removingLastComponent()
    let checkouts = scratch.appending("checkouts")
    return ["CGSL", "CZlib", "CMessageDigest"].map { sources.appending("\($0)/module.modulemap") }
      + ["CFaults", "CFiles", "CRandomStreams"].map { folder.appending("\($0).build/module.modulemap") }
      + ["swift-system/Sources/CSystem", "swift-subprocess/Sources/_SubprocessCShims"].map {
        checkouts.appending("\($0)/include/module.modulemap")
      }
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
