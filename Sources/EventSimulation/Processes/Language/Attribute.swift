/// A number that each transaction carries with it, such as its size or the moment at which something happened to it.
///
/// ```swift
/// let pages = Attribute("pages")
/// Flow("print") {
///   Arrive(every: .exponential(mean: 2))
///   Assign(pages, .uniform(1, 20))
///   Delay { job, _ in job[pages] / 30 }
/// }
/// ```
/// It is 0 until it is assigned. Two attributes of the same name are the same.
public struct Attribute: Sendable, Hashable {
  /// The name, which identifies the attribute.
  public let name: String

  /// Names an attribute.
  public init(_ name: String) { self.name = name }
}
