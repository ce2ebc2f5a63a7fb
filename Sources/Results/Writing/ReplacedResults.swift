import FoundationEssentials
import Glibc
import SystemPackage

/// Results that new ones replace: what of their folder is Payoff's and goes, and what others have put there and stays.
struct ReplacedResults {
  private let folder: FilePath
  /// The files that the description names, the description, and the pictures of charts that it names.
  private let own: Set<String>

  init(_ folder: FilePath) {
    self.folder = folder
    let named = (try? RecordedPackage(folder))?.resources.map(\.path) ?? []
    let suffix = ".vl.json"
    let pictures = named.filter { $0.hasPrefix("\(Chart.folder)/") && $0.hasSuffix(suffix) }.flatMap { chart in
      ["svg", "png"].map { String(chart.dropLast(suffix.count)) + ".\($0)" }
    }
    own = Set(named + pictures + [DataPackage.file])
  }

  /// Puts what is not Payoff's into the new results as well, as the same files.
  ///
  /// Where the new results have a file of that name, it is called `NAME.kept`.
  /// - Throws: ``OutputError`` for what cannot be kept.
  func keepOthers(in new: FilePath, shownAs shown: FilePath) throws(OutputError) {
    try keepOthers(of: folder, in: new, below: "", shown)
  }

  private func keepOthers(
    of old: FilePath, in new: FilePath, below prefix: String, _ shown: FilePath
  ) throws(OutputError) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: old.string)) ?? []
    where !own.contains(prefix + name) {
      let source = old.appending(name)
      var status = stat()
      if lstat(source.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        let isOwn = own.contains { $0.hasPrefix(prefix + name + "/") }
        if !isOwn { mkdir(new.appending(name).string, status.st_mode & 0o7777) }
        try keepOthers(of: source, in: new.appending(name), below: prefix + name + "/", shown)
        continue
      }
      mkdir(new.string, 0o777)
      let place = vacant(new.appending(name))
      guard linkat(AT_FDCWD, source.string, AT_FDCWD, place.string, 0) != 0 else { continue }
      // A file system without links.
      do {
        try FileManager.default.copyItem(atPath: source.string, toPath: place.string)
      } catch {
        throw OutputError(
          shown,
          "\((prefix + name).showingControls()) is not Payoff's and cannot be kept: \(Errno(rawValue: errno)); nothing was replaced",
          remedy: "move it away, or choose another place with --out")
      }
    }
  }

  /// The path, with an ending where something is there.
  private func vacant(_ path: FilePath) -> FilePath {
    var (vacant, status) = (path, stat())
    while lstat(vacant.string, &status) == 0 { vacant = FilePath(vacant.string + ".kept") }
    return vacant
  }
}
