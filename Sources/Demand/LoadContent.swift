import Randomness

/// What a load is made of.
public struct LoadContent: Sendable, Hashable {
  private(set) var requests = Requests(perDay: 0)
  private(set) var adoption = Adoption.none
  private(set) var usage = Usage.constant
  private(set) var rebound = Rebound.none
  private(set) var surges: [Surge] = []
  /// Those whom the requests were given for; `nil` where nobody says.
  private(set) var users: Double?
  /// How long the requests are; `nil` where nobody says.
  private(set) var lengths: TokenLengths?
  /// The kinds of lines that were met, in their order.
  private var lines: [String] = []

  /// What is wrong with it; `nil` where nothing is.
  var problem: (text: String, remedy: String?)? {
    for (index, line) in lines.enumerated() where lines[..<index].contains(line) {
      return ("there are two lines \(line), of which a load has one", nil)
    }
    return lines.contains("Requests") ? nil : ("there are no Requests", "say Requests(perDay: …)")
  }

  mutating func add(_ part: Requests) {
    requests = part
    lines.append("Requests")
  }

  mutating func add(_ part: Adoption) {
    adoption = part
    lines.append("Adoption")
  }

  mutating func add(_ part: Usage) {
    usage = part
    lines.append("Usage")
  }

  mutating func add(_ part: Rebound) {
    rebound = part
    lines.append("Rebound")
  }

  mutating func add(_ part: Surge) { surges.append(part) }

  mutating func add(_ part: Users) {
    users = part.count
    lines.append("Users")
  }

  mutating func add(_ part: TokenLengths) {
    lengths = part
    lines.append("TokenLengths")
  }
}

/// A line of a load.
public protocol LoadPart {
  /// Adds itself to the load.
  func add(to load: inout LoadContent)
}

extension Requests: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Adoption: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Usage: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Rebound: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Surge: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Users: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension TokenLengths: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}
