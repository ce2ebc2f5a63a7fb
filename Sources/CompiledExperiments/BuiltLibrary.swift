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
      + ["CFaults", "CRandomStreams"].map { folder.appending("\($0).build/module.modulemap") }
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
  static var identity: String { FileSystem.stamp(of: sharedObject) }
}

/// The variables by which one program of Payoff tells the next what it has found.
package enum ProgramVariable: String {
  /// The folder of the built library; a user may set it too.
  case library = "PAYOFF_LIBRARY"
  /// The experiment, as the command line names it, whose program this is.
  case experiment = "PAYOFF_EXPERIMENT"
  /// The file with the text that was compiled.
  case source = "PAYOFF_EXPERIMENT_SOURCE"
  /// The figures of the case that experiments name; a user may set it.
  case facts = "PAYOFF_FACTS"
  /// The folder of what took time to make; a user may set it.
  case cache = "PAYOFF_CACHE"

  /// `nil` where it is not set or empty.
  package var value: String? { Self.variable(rawValue) }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  func set(_ value: String) { setenv(rawValue, value, 1) }
}

/// A program that this one goes on as.
package enum NextProgram {
  /// Becomes the program: exit status, signals and pipes are its own from then on. Returns only where it cannot.
  package static func become(_ program: FilePath, _ arguments: [String]) -> Errno {
    // A program inherits the mask of the thread that becomes it, and one of a pool has all signals blocked: Ctrl-C would not
    // be heard.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    var pointers = (["payoff"] + arguments).map { strdup($0) } + [nil]
    execv(program.string, &pointers)
    return Errno(rawValue: errno)
  }
}
