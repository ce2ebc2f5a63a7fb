import Demand
import Foundation
import Randomness

/// A figure of the case that experiments are about: what is said, what follows from it, and whether it agrees.
package struct CaseFact: Sendable, Hashable {
  /// Whether the figure agrees with itself and with the others.
  package enum Agreement: Sendable, Hashable {
    /// The arithmetic comes out.
    case agrees
    /// It does not, and why.
    case contradicts(String)
    /// What is said leaves open what it is of.
    case open(String)
    /// There is no figure to compare with anything.
    case noFigure

    /// As the file of the figures says it: `contradicts`.
    package var word: String {
      switch self {
      case .agrees: "agrees"
      case .contradicts: "contradicts"
      case .open: "open"
      case .noFigure: "no figure"
      }
    }

    /// What speaks against it; `nil` where nothing does.
    package var reason: String? {
      switch self {
      case .agrees, .noFigure: nil
      case .contradicts(let why), .open(let why): why
      }
    }

    /// `agrees`, or what speaks against it.
    package var text: String { reason.map { "\(word): \($0)" } ?? word }
  }

  /// `F1`
  package let id: String
  package let system: String
  /// The figures as the case gives them.
  package let says: String
  /// What they imply, by arithmetic.
  package let implies: String
  package let agreement: Agreement
  /// Where it is said; empty where the file does not say.
  package let source: String
  /// The same in Chinese.
  package let chineseSource: String
}

/// The figures of the case: a file `facts.csv` beside the experiments.
///
/// A row is a figure: `id,system,says,implies,agreement,reason`, where the agreement is one of `agrees`, `contradicts`,
/// `open` and `no figure`. Columns `source` and
/// `source_zh` may name who says it. The program of an experiment reads the file that lies beside the experiment's own, or else
/// the one among the experiments that came with the library.
package struct CaseFacts: Sendable {
  package let file: String
  package let all: [CaseFact]

  /// The name of the file.
  package static let fileName = "facts.csv"
  /// The variable that holds the path of the file beside the experiment's own.
  package static let variable = "PAYOFF_FACTS"

  /// The figures of this program's case.
  /// - Throws: `DataFileError` for a file that is not there or not as it has to be.
  package static var current: CaseFacts { get throws { try found.get() } }

  private static let found = Result { try CaseFacts(contentsOf: path) }

  private static var path: String {
    if let given = variable(variable) { return given }
    // Upwards from the library and from the program, which are built in the project that they belong to.
    for start in [
      variable("PAYOFF_LIBRARY"), try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
    ] {
      var folder = (start ?? "")[...]
      while !folder.isEmpty {
        let file = "\(folder)/experiments/\(fileName)"
        if FileManager.default.isReadableFile(atPath: file) { return file }
        folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
      }
    }
    return fileName
  }

  private static func variable(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  package init(contentsOf path: String) throws {
    let table = try DataTable(contentsOf: path)
    let needed = ["id", "system", "says", "implies", "agreement", "reason"]
    let columns = try needed.map { try table.column($0, of: needed) }
    let (sources, chineseSources) = (table.column("source"), table.column("source_zh"))
    file = path
    var all: [CaseFact] = []
    for row in 0..<table.count {
      let texts = columns.map { $0.text(row) }
      let agreement: CaseFact.Agreement? =
        switch texts[4] {
        case "agrees": .agrees
        case "contradicts": .contradicts(texts[5])
        case "open": .open(texts[5])
        case "no figure": .noFigure
        default: nil
        }
      guard let agreement else {
        throw table.error(
          row: row, column: "agreement",
          "expected agrees, contradicts, open or no figure, and found \"\(texts[4])\"")
      }
      if texts[0].isEmpty || all.contains(where: { $0.id == texts[0] }) {
        throw table.error(row: row, column: "id", "expected an id that no other figure has, and found \"\(texts[0])\"")
      }
      all.append(
        CaseFact(
          id: texts[0], system: texts[1], says: texts[2], implies: texts[3], agreement: agreement,
          source: sources?.text(row) ?? "", chineseSource: chineseSources?.text(row) ?? ""))
    }
    self.all = all
  }

  /// The figure of that id.
  package subscript(id: String) -> CaseFact? { all.first { $0.id == id } }

  /// What the ids are, for a message: `F1 to F19`.
  fileprivate var range: String {
    guard let first = all.first, let last = all.last, all.count > 1 else { return all.first?.id ?? "none" }
    return "\(first.id) to \(last.id)"
  }

  /// The figure of an id that an experiment names; one that is not there is reported.
  static func named(_ id: String, at location: String) -> CaseFact? {
    do {
      let facts = try current
      if let fact = facts[id] { return fact }
      ValidationErrors.report(
        InvalidValue(
          "fact(\"\(id)\")", "there is no such figure of the case, which are \(facts.range)",
          remedy: "payoff evidence lists them; for a figure of your own write .measured, .study or .assumption",
          location: location))
    } catch {
      ValidationErrors.report(
        InvalidValue(
          "fact(\"\(id)\")", "the figures of the case cannot be read: \(error)",
          remedy: "put \(fileName) beside the experiment, or write .measured, .study or .assumption",
          location: location))
    }
    return nil
  }
}
