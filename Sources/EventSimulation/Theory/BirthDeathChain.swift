/// The stationary distribution of a number that goes up and down by one.
///
/// Neighbours hold balance: `p(n + 1) × death(n + 1) = p(n) × birth(n)`. It is followed from the most likely number both
/// ways, so that every step is downhill: nothing overflows, and what is left out is below 10⁻²⁰ of the largest term.
struct BirthDeathChain {
  /// The least number whose probability is kept.
  let first: Int
  /// The probabilities of `first` and the numbers that follow.
  let probabilities: [Double]

  /// - Parameters:
  ///   - mode: the most likely number, or one near it.
  ///   - limit: the greatest number there is; `nil` for none.
  ///   - birth: the rate from a number to the next.
  ///   - death: the rate from a number to the one before.
  init(mode: Int, limit: Int? = nil, birth: (Int) -> Double, death: (Int) -> Double) {
    var up = [1.0]
    var number = mode
    while number != limit, up[up.count - 1] > 1e-20 {
      up.append(up[up.count - 1] * birth(number) / death(number + 1))
      number += 1
    }
    var down: [Double] = []
    number = mode
    var term = 1.0
    while number > 0, term > 1e-20, birth(number - 1) > 0 {
      term *= death(number) / birth(number - 1)
      down.append(term)
      number -= 1
    }
    first = number
    let terms = down.reversed() + up
    let total = terms.sorted().reduce(0, +)
    probabilities = terms.map { $0 / total }
  }

  /// The probability of a number.
  func probability(_ number: Int) -> Double {
    probabilities.indices.contains(number - first) ? probabilities[number - first] : 0
  }

  /// The expectation of a function of the number.
  func expectation(_ value: (Int) -> Double) -> Double {
    var sum = 0.0
    for (place, probability) in probabilities.enumerated() { sum += probability * value(first + place) }
    return sum
  }
}
