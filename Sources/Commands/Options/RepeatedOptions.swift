import ArgumentParser
import FoundationEssentials

/// Options with one value that a command line gives several: the last of them counts, which is not said elsewhere.
enum RepeatedOptions {
  /// What the help of a command says of its options.
  private struct Help: Decodable {
    struct Command: Decodable {
      let arguments: [Argument]?
    }

    struct Argument: Decodable {
      struct Name: Decodable {
        let kind: String
        let name: String

        var spelled: String { (kind == "long" ? "--" : "-") + name }
      }

      let kind: String
      let isRepeating: Bool
      let names: [Name]?
    }

    let command: Command
  }

  /// What is to be said of them; none where each has one value.
  ///
  /// - `arguments`: the command line, beginning with the name of the command.
  static func notes(_ arguments: [String], of command: any Command.Type) -> [String] {
    let words = Array(arguments.prefix { $0 != "--" })
    guard words.count(where: { $0.hasPrefix("-") }) > 1,
      let help = try? JSONDecoder().decode(Help.self, from: Data(command._dumpHelp().utf8))
    else { return [] }
    return (help.command.arguments ?? []).compactMap { argument in
      guard argument.kind == "option", !argument.isRepeating else { return nil }
      let names = (argument.names ?? []).map(\.spelled)
      var values: [String] = []
      for (place, word) in words.enumerated() {
        if names.contains(word) {
          if place + 1 < words.count { values.append(words[place + 1]) }
        } else if let name = names.first(where: { word.hasPrefix($0 + "=") }) {
          values.append(String(word.dropFirst(name.count + 1)))
        }
      }
      guard Set(values).count > 1, let last = values.last, let name = names.first(where: { $0.hasPrefix("--") }) else {
        return nil
      }
      return "\(name) is given \(values.count) times and takes one value; the last counts, \(last)"
    }
  }
}
