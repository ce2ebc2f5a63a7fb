/// A box with what it tells of the futures in question.
///
/// Coverage and density pull apart: a smaller box is purer and holds fewer of them. Bryant and Lempert 2010, "Thinking
/// Inside the Box".
package struct BoxQuality: Sendable, Hashable {
  package let futures: Futures
  package let box: Box
  /// Futures in the box.
  package let count: Int
  /// Futures in question in the box.
  package let hits: Int

  package init(_ box: Box, of futures: Futures) {
    let members = box.members(of: futures)
    self.init(box, futures, count: members.count, hits: members.count { futures.inQuestion[$0] })
  }

  init(_ box: Box, _ futures: Futures, count: Int, hits: Int) {
    self.futures = futures
    self.box = box
    self.count = count
    self.hits = hits
  }

  /// The share of all futures in question that the box holds.
  package var coverage: Double { Double(hits) / Double(futures.total) }

  /// The share of the futures in the box that are in question; 0 for an empty box.
  package var density: Double { count > 0 ? Double(hits) / Double(count) : 0 }

  /// The share of all futures that lie in the box.
  package var mass: Double { Double(count) / Double(futures.count) }

  /// The number of inputs that are limited.
  package var restrictedInputs: Int { box.restrictedInputs }
}
