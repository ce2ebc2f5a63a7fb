import Glibc
package import SystemPackage

/// The program that an experiment's file is compiled to, once for each content, and kept.
package struct CompiledExperiment {
  package let file: ExperimentFile
  /// The text that the program is of.
  package let source: [UInt8]
  /// The folder of what belongs to this content.
  package let folder: FilePath
  /// Whether a package has brought the program, compiled against its own library.
  private let isShipped: Bool

  /// - Throws: `Errno` for a file that cannot be read.
  package init(_ file: ExperimentFile) throws(Errno) {
    self.file = file
    source = try FileSystem.contents(of: file.path)
    if let shipped = BuiltLibrary.shippedPrograms?.appending(file.name),
      (try? FileSystem.contents(of: shipped.appending(Self.sourceName))) == source
    {
      folder = shipped
      isShipped = true
      return
    }
    isShipped = false
    // A program has the name of its file in its messages.
    let key = Self.hash(source, from: Self.hash("\(BuiltLibrary.identity)\n\(file.name)\n".utf8))
    folder = Self.cache.appending(String(key, radix: 16))
  }

  /// The folder in which what took time to make is kept: compiled experiments, capacity curves.
  package static var cache: FilePath {
    if let folder = ProgramVariable.cache.value { return FilePath(folder) }
    // The specification has a path that is not absolute ignored.
    if let folder = ProgramVariable.variable("XDG_CACHE_HOME"), folder.hasPrefix("/") {
      return FilePath(folder + "/payoff")
    }
    return FilePath((ProgramVariable.variable("HOME") ?? "/tmp") + "/.cache/payoff")
  }

  package var program: FilePath { folder.appending(file.name) }
  private static let sourceName = "source.swift"
  private static let compilerName = "compiler"
  private static let sizeName = "length"
  private var keptSource: FilePath { folder.appending(Self.sourceName) }
  private var keptCompiler: FilePath { folder.appending(Self.compilerName) }
  private var keptSize: FilePath { folder.appending(Self.sizeName) }

  /// Whether nobody else can have put a program in the cache. What another user may write is not run. A program that came
  /// with this one is trusted as this one is.
  package var isOwn: Bool { isShipped || [Self.cache, folder, program].allSatisfy { FileSystem.isOwn($0) } }

  /// Whether the program of this text is there, whole and this user's own. A hash may collide; the source beside the program
  /// may not.
  package var isThere: Bool {
    guard isOwn, FileSystem.isExecutable(program), let size = FileSystem.size(of: program) else { return false }
    return (try? FileSystem.contents(of: keptSize)) == Array("\(size)".utf8)
      && (try? FileSystem.contents(of: keptSource)) == source
  }

  /// Whether it is of the compiler that would compile it now; of any, where there is none.
  package var isCurrent: Bool {
    guard !isShipped, let compiler = try? SwiftCompiler.find() else { return true }
    return (try? FileSystem.contents(of: keptCompiler)) == Array(compiler.identity.utf8)
  }

  /// The files beside the program that say what it was made from: their names and bytes.
  /// - Parameter program: where the program lies as yet.
  package func marks(of compiler: SwiftCompiler, _ program: FilePath) -> [(name: String, bytes: [UInt8])] {
    [
      (Self.compilerName, Array(compiler.identity.utf8)), (Self.sourceName, source),
      (Self.sizeName, Array("\(FileSystem.size(of: program) ?? 0)".utf8)),
    ]
  }

  /// The compiled experiment that a command line names, with the argument that names it; `nil` where none is, or its program
  /// is not up to date.
  ///
  /// It may be the value of an option that happens to be the name of an experiment: whoever reads the options knows better,
  /// and goes on as another program.
  package static func named(in arguments: [String]) -> (argument: String, experiment: CompiledExperiment)? {
    let folder = ExperimentFile.folder
    for argument in arguments.dropFirst() where !argument.hasPrefix("-") {
      let file: ExperimentFile
      if argument.hasSuffix(".swift") {
        file = ExperimentFile(path: FilePath(argument))
      } else if let folder, !argument.isEmpty, !argument.contains("/") {
        file = ExperimentFile(path: folder.appending(argument + ".swift"))
      } else {
        continue
      }
      guard let found = try? CompiledExperiment(file), found.isThere, found.isCurrent else { continue }
      return (argument, found)
    }
    return nil
  }

  /// Goes on as the program with a whole command line, in which `argument` names the experiment. Returns only where it cannot.
  package func become(_ arguments: [String], named argument: String) -> Errno {
    ProgramVariable.experiment.set(argument)
    // The text that was compiled, whatever becomes of the file meanwhile.
    ProgramVariable.source.set(keptSource.string)
    ProgramVariable.library.set(BuiltLibrary.folder.string)
    if ProgramVariable.facts.value == nil, let facts = file.facts { ProgramVariable.facts.set(facts.string) }
    return NextProgram.become(program, arguments)
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
