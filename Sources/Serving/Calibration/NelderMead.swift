@preconcurrency import CGSL
import Randomness

/// Minimises a function of several variables without derivatives.
///
/// Nelder and Mead 1965, as GSL's `nmsimplex2` does it; restarted around its result until that no longer helps, because a
/// simplex may degenerate before it reaches the minimum.
enum NelderMead {
  private final class Function {
    let value: ([Double]) -> Double
    init(_ value: @escaping ([Double]) -> Double) { self.value = value }
  }

  /// - Parameters:
  ///   - start: where to begin.
  ///   - step: the size of the first simplex in each variable.
  ///   - precision: the size of the simplex at which it ends.
  /// - Returns: the minimum, the value there, and the number of evaluations.
  static func minimise(
    from start: [Double], step: Double, precision: Double, _ value: @escaping ([Double]) -> Double
  ) -> (place: [Double], value: Double, evaluations: Int) {
    ScientificLibrary.prepare()
    var evaluations = 0
    let function = Function { place in
      evaluations += 1
      return value(place)
    }
    var best = (place: start, value: function.value(start))
    var reach = step
    for _ in 0..<8 {
      let found = run(from: best.place, step: reach, precision: precision, function)
      let gain = best.value - found.value
      if gain > 0 { best = found }
      if gain <= 1e-3 * abs(best.value) { break }
      reach /= 2
    }
    return (best.place, best.value, evaluations)
  }

  private static func run(
    from start: [Double], step: Double, precision: Double, _ function: Function
  ) -> (place: [Double], value: Double) {
    let count = start.count
    guard let place = gsl_vector_alloc(count), let steps = gsl_vector_alloc(count),
      let minimiser = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, count)
    else { fatalError("no memory to minimise a function of \(count) numbers") }
    defer {
      gsl_multimin_fminimizer_free(minimiser)
      gsl_vector_free(steps)
      gsl_vector_free(place)
    }
    for index in 0..<count { gsl_vector_set(place, index, start[index]) }
    gsl_vector_set_all(steps, step)
    return withExtendedLifetime(function) {
      var described = gsl_multimin_function(
        f: { place, parameters in
          guard let place, let parameters else { return .infinity }
          let function = Unmanaged<Function>.fromOpaque(parameters).takeUnretainedValue()
          return function.value((0..<place.pointee.size).map { gsl_vector_get(place, $0) })
        }, n: count, params: Unmanaged.passUnretained(function).toOpaque())
      return withUnsafeMutablePointer(to: &described) { described in
        gsl_multimin_fminimizer_set(minimiser, described, place, steps)
        for _ in 0..<500 {
          if gsl_multimin_fminimizer_iterate(minimiser) != GSL_SUCCESS { break }
          if gsl_multimin_fminimizer_size(minimiser) < precision { break }
        }
        let found = (0..<count).map { gsl_vector_get(gsl_multimin_fminimizer_x(minimiser), $0) }
        return (found, gsl_multimin_fminimizer_minimum(minimiser))
      }
    }
  }
}
