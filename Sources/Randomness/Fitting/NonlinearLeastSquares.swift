import CGSL
import Glibc

/// An estimated number with its standard error.
public struct ParameterEstimate: Sendable, Hashable {
  /// The estimate itself.
  public let value: Double
  /// The standard deviation of the estimate.
  public let standardError: Double

  /// An estimate and its standard error.
  public init(_ value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

/// Least squares for a model that is not linear in its parameters: GSL's trust region with Levenberg-Marquardt steps.
package enum NonlinearLeastSquares {
  /// The value of the model for an observation, and its slope in each parameter.
  package typealias Model = (_ parameters: [Double], _ row: Int) -> (value: Double, slopes: [Double])

  /// The parameters with their standard errors, and the residuals.
  package struct Fit {
    /// The parameters with their standard errors.
    package let estimates: [ParameterEstimate]
    /// The value of the model for each observation.
    package let fitted: [Double]
    /// The residual sum of squares.
    package let sumOfSquares: Double
    /// The root of the residual sum of squares over the degrees of freedom.
    package let residualStandardError: Double
  }

  private final class Problem {
    let observations: [Double]
    let size: Int
    let model: Model

    init(_ observations: [Double], _ size: Int, _ model: @escaping Model) {
      self.observations = observations
      self.size = size
      self.model = model
    }

    func parameters(_ vector: UnsafePointer<gsl_vector>?) -> [Double] {
      (0..<size).map { gsl_vector_get(vector, $0) }
    }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> Problem? {
      pointer.map { Unmanaged<Problem>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  /// The parameters at the least sum of squares that is reached from a start; `nil` where none is reached.
  package static func fit(from start: [Double], observations: [Double], _ model: @escaping Model) -> Fit? {
    ScientificLibrary.prepare()
    let (count, size) = (observations.count, start.count)
    let problem = Problem(observations, size, model)
    var settings = gsl_multifit_nlinear_default_parameters()
    guard count > size, let workspace = gsl_multifit_nlinear_alloc(payoff_multifit_trust(), &settings, count, size)
    else { return nil }
    defer { gsl_multifit_nlinear_free(workspace) }
    var function = gsl_multifit_nlinear_fdf()
    function.n = count
    function.p = size
    function.params = Unmanaged.passUnretained(problem).toOpaque()
    function.f = { parameters, pointer, residuals in
      guard let problem = Problem.of(pointer) else { return Int32(GSL_EINVAL) }
      let parameters = problem.parameters(parameters)
      for row in problem.observations.indices {
        let residual = problem.model(parameters, row).value - problem.observations[row]
        guard residual.isFinite else { return Int32(GSL_EDOM) }
        gsl_vector_set(residuals, row, residual)
      }
      return Int32(GSL_SUCCESS)
    }
    function.df = { parameters, pointer, jacobian in
      guard let problem = Problem.of(pointer) else { return Int32(GSL_EINVAL) }
      let parameters = problem.parameters(parameters)
      for row in problem.observations.indices {
        for (column, slope) in problem.model(parameters, row).slopes.enumerated() {
          guard slope.isFinite else { return Int32(GSL_EDOM) }
          gsl_matrix_set(jacobian, row, column, slope)
        }
      }
      return Int32(GSL_SUCCESS)
    }
    return withExtendedLifetime(problem) { solve(problem, &function, workspace, from: start) }
  }

  private static func solve(
    _ problem: Problem, _ function: inout gsl_multifit_nlinear_fdf,
    _ workspace: UnsafeMutablePointer<gsl_multifit_nlinear_workspace>, from start: [Double]
  ) -> Fit? {
    let (count, size) = (problem.observations.count, problem.size)
    var start = start
    var reason: Int32 = 0
    let status = start.withUnsafeMutableBufferPointer { start in
      var vector = gsl_vector_view_array(start.baseAddress, size)
      guard gsl_multifit_nlinear_init(&vector.vector, &function, workspace) == GSL_SUCCESS else {
        return Int32(GSL_FAILURE)
      }
      return gsl_multifit_nlinear_driver(500, 1e-12, 1e-12, 0, nil, nil, &reason, workspace)
    }
    // GSL_ENOPROG: no step reduces the squares, which is so at their minimum; the slopes decide.
    guard status == GSL_SUCCESS || status == GSL_ENOPROG else { return nil }
    let parameters = problem.parameters(gsl_multifit_nlinear_position(workspace))
    guard parameters.allSatisfy(\.isFinite) else { return nil }
    let residual = gsl_multifit_nlinear_residual(workspace)
    var squares = 0.0
    gsl_blas_ddot(residual, residual, &squares)
    let jacobian = gsl_multifit_nlinear_jac(workspace)
    // At the minimum a change of a parameter by its own size changes the squares, to first order, by less than a millionth
    // of the sum of the squared observations; at a start that was not left it does not.
    let scale = problem.observations.reduce(0) { $0 + $1 * $1 }
    let isFlat = parameters.indices.allSatisfy { column in
      let slope = (0..<count).reduce(0) { sum, row in
        sum + gsl_matrix_get(jacobian, row, column) * gsl_vector_get(residual, row)
      }
      return abs(2 * slope * parameters[column]) <= 1e-6 * scale
    }
    guard isFlat else { return nil }
    let covariance = gsl_matrix_alloc(size, size)
    defer { gsl_matrix_free(covariance) }
    gsl_multifit_nlinear_covar(jacobian, 0, covariance)
    let variance = squares / Double(count - size)
    return Fit(
      estimates: parameters.enumerated().map {
        ParameterEstimate($1, standardError: (variance * max(0, gsl_matrix_get(covariance, $0, $0))).squareRoot())
      },
      fitted: problem.observations.indices.map { problem.model(parameters, $0).value }, sumOfSquares: squares,
      residualStandardError: variance.squareRoot())
  }
}
