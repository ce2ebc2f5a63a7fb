import FoundationEssentials
import SystemPackage

/// The built library that an experiment is compiled against: it lies beside this program.
enum Library {
  /// The folder of `libPayoff.so`; `PAYOFF_LIBRARY` names another.
  static let folder: FilePath = {
    if let folder = ProcessInfo.processInfo.environment["PAYOFF_LIBRARY"] { return FilePath(folder) }
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return FilePath(program).removingLastComponent()
  }()

  static var sharedObject: FilePath { folder.appending("libPayoff.so") }
  static var modules: FilePath { folder.appending("Modules") }

  /// The maps of the C modules: without library evolution the compiler wants to see them.
  static var moduleMaps: [FilePath] {
    // <project>/.build/<platform>/<configuration>
    let scratch = folder.removingLastComponent().removingLastComponent()
    let sources = scratch.removingLastComponent().appending("Sources")
    let system = scratch.appending("checkouts/swift-system/Sources/CSystem/include")
    return ["CGSL", "CZlib", "CMessageDigest"].map { sources.appending("\($0)/module.modulemap") } + [
      folder.appending("CRandomStreams.build/module.modulemap"), system.appending("module.modulemap"),
    ]
  }

  /// What changes when the library is built anew.
  static var identity: String { stamp(of: sharedObject) }

  /// A file's path, size and time of change: enough to notice that it is another one.
  static func stamp(of path: FilePath) -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path.string)
    let size = attributes?[.size] as? Int ?? 0
    let date = attributes?[.modificationDate] as? Date ?? .distantPast
    return "\(path) \(size) \(date.timeIntervalSince1970)"
  }
}
