/// One way to write a family in text: its name, and what stands between the parentheses.
///
/// ```swift
/// static let forms = [
///   DistributionForm("normal", "mean", "deviation") { (p) throws(InvalidValue) in
///     try NormalDistribution(mean: p[0], deviation: p[1])
///   }
/// ]
/// ```
struct DistributionForm: Sendable {
  /// What stands before the colon of an argument, and what behind it.
  typealias Argument = (label: Label, value: Value)

  enum Label: Hashable {
    case none
    case name(String)
    case number(Double)
  }

  enum Value {
    case number(Double)
    case distribution(Distribution)

    /// A number is the distribution that always gives it.
    func asDistribution() throws(InvalidValue) -> Distribution {
      switch self {
      case .number(let number): Distribution(try ConstantDistribution(number))
      case .distribution(let distribution): distribution
      }
    }
  }

  typealias Maker<Arguments> = @Sendable (Arguments) throws(InvalidValue) -> any DistributionFamily

  private enum Syntax: Sendable {
    /// Numbers with labels, of which the last may be left out and then have these values.
    case numbers([String], defaults: [Double], Maker<[Double]>)
    /// `name(number: number, …)`.
    case table(Maker<[(Double, Double)]>)
    /// `name(number: distribution, …)`.
    case parts(Maker<[(Double, Distribution)]>)
    /// `name(distribution, number, …)`, the numbers with labels.
    case composed([String], Maker<(Distribution, [Double])>)
  }

  /// The most distributions that may stand within each other.
  static let greatestDepth = 32

  /// Rejects a distribution that stands around so many.
  static func requireDepth(_ inner: Int, of name: String) throws(InvalidValue) {
    guard inner >= greatestDepth else { return }
    throw InvalidValue(
      name, "distributions stand within each other more than \(greatestDepth) deep",
      remedy: "list the parts in one mixture")
  }

  let name: String
  /// How it is written, for messages.
  let usage: String
  private let syntax: Syntax

  /// The labels of its numbers; none where it is made of other things.
  var labels: [String] { if case .numbers(let labels, _, _) = syntax { labels } else { [] } }

  /// Numbers by their order or by these labels; the last may be left out where they have defaults.
  init(_ name: String, _ labels: String..., defaults: [Double] = [], make: @escaping Maker<[Double]>) {
    self.name = name
    usage = "\(name)(\(labels.map { $0 + ":" }.joined(separator: ", ")))"
    syntax = .numbers(labels, defaults: defaults, make)
  }

  /// Pairs of numbers.
  init(_ name: String, table usage: String, make: @escaping Maker<[(Double, Double)]>) {
    (self.name, self.usage, syntax) = (name, usage, .table(make))
  }

  /// Distributions with a weight each.
  init(_ name: String, parts usage: String, make: @escaping Maker<[(Double, Distribution)]>) {
    (self.name, self.usage, syntax) = (name, usage, .parts(make))
  }

  /// A distribution and numbers.
  init(_ name: String, composed usage: String, _ labels: String..., make: @escaping Maker<(Distribution, [Double])>) {
    (self.name, self.usage, syntax) = (name, usage, .composed(labels, make))
  }

  /// The distribution of that name with those arguments.
  static func distribution(
    _ name: String, _ arguments: [Argument], in text: String
  ) throws(InvalidValue) -> Distribution {
    let forms = try DistributionRegistry.forms(named: name, in: text)
    switch forms[0].syntax {
    case .numbers:
      return try distribution(forms, try numbers(arguments, of: name, in: text), in: text)
    case .table(let make):
      var rows: [(Double, Double)] = []
      for (label, value) in arguments {
        guard case .number(let first) = label, case .number(let second) = value else {
          throw InvalidValue(text, "an entry is not a pair of numbers", remedy: "write \(forms[0].usage)")
        }
        rows.append((first, second))
      }
      return Distribution(try make(rows))
    case .parts(let make):
      var parts: [(Double, Distribution)] = []
      for (label, value) in arguments {
        guard case .number(let weight) = label else {
          throw InvalidValue(text, "a part of the \(name) has no weight", remedy: "write \(forms[0].usage)")
        }
        parts.append((weight, try value.asDistribution()))
      }
      return Distribution(try make(parts))
    case .composed(let labels, let make):
      var values: [Double] = []
      for (argument, label) in zip(arguments.dropFirst(), labels) {
        guard case .number(let value) = argument.value, [.none, .name(label)].contains(argument.label) else { break }
        values.append(value)
      }
      guard values.count == labels.count, arguments.count == labels.count + 1, arguments[0].label == .none else {
        throw InvalidValue(
          text, "\(labels.count + 1) parameters were expected", remedy: "write \(forms[0].usage)")
      }
      return Distribution(try make((try arguments[0].value.asDistribution(), values)))
    }
  }

  /// Numbers with a label or none.
  private static func numbers(
    _ arguments: [Argument], of name: String, in text: String
  ) throws(InvalidValue) -> [(label: String?, value: Double)] {
    var numbers: [(label: String?, value: Double)] = []
    for (label, value) in arguments {
      guard case .number(let number) = value else {
        throw InvalidValue(text, "a parameter of \(name) is a distribution; a number was expected")
      }
      switch label {
      case .none: numbers.append((nil, number))
      case .name(let name): numbers.append((name, number))
      case .number(let number):
        throw InvalidValue(text, "\(number.shortest) is not the label of a parameter of \(name)")
      }
    }
    return numbers
  }

  /// The distribution of the form that the numbers fit.
  private static func distribution(
    _ forms: [DistributionForm], _ arguments: [(label: String?, value: Double)], in text: String
  ) throws(InvalidValue) -> Distribution {
    let name = forms[0].name
    var labels: [String] = []
    for form in forms {
      guard case .numbers(let ofForm, let defaults, let make) = form.syntax else { continue }
      if let values = values(of: arguments, labels: ofForm, defaults: defaults, byOrder: forms.count == 1) {
        return Distribution(try make(values))
      }
      labels += ofForm
    }
    let remedy = "write " + forms.map(\.usage).joined(separator: " or ")
    for case (let label?, _) in arguments where !labels.contains(label) {
      let question = NearestName.question(for: label, among: labels, quoted: true)
      throw InvalidValue(
        text, "\(name) has no parameter \"\(label)\"" + (question.map { "; \($0)" } ?? ""), remedy: remedy)
    }
    let problem =
      forms.count > 1 && arguments.contains { $0.label == nil }
      ? "\(name) has two forms, so its parameters need their labels" : "the parameters of \(name) do not fit"
    throw InvalidValue(text, problem, remedy: remedy)
  }

  /// The values in the order of the labels, or `nil` when the arguments do not fit them.
  private static func values(
    of arguments: [(label: String?, value: Double)], labels: [String], defaults: [Double], byOrder: Bool
  ) -> [Double]? {
    guard arguments.count <= labels.count else { return nil }
    let required = labels.count - defaults.count
    var values: [Double?] = labels.indices.map { $0 < required ? nil : defaults[$0 - required] }
    var given: Set<Int> = []
    for (position, argument) in arguments.enumerated() {
      guard let index = argument.label.map({ labels.firstIndex(of: $0) }) ?? (byOrder ? position : nil),
        given.insert(index).inserted
      else { return nil }
      values[index] = argument.value
    }
    let complete = values.compactMap(\.self)
    return complete.count == labels.count ? complete : nil
  }
}
