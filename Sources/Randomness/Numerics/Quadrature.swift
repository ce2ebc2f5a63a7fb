import CGSL

/// Adaptive quadrature with its estimate of the error; GSL's QAG with the 61-point rule of Gauss and Kronrod.
enum Quadrature {
  /// The integral between two finite ends, and by how much it may be off: infinite where it was not found.
  static func integral(
    from low: Double, to high: Double, of integrand: (Double) -> Double
  ) -> (value: Double, error: Double) {
    withoutActuallyEscaping(integrand) { integrand in
      withUnsafePointer(to: integrand) { pointer in
        let intervals = 200
        let workspace = gsl_integration_workspace_alloc(intervals)
        defer { gsl_integration_workspace_free(workspace) }
        var function = gsl_function(
          function: { x, pointer in
            pointer?.assumingMemoryBound(to: ((Double) -> Double).self).pointee(x) ?? .nan
          }, params: UnsafeMutableRawPointer(mutating: pointer))
        var (result, error) = (0.0, 0.0)
        let status = gsl_integration_qag(
          &function, low, high, 1e-300, 1e-12, intervals, Int32(GSL_INTEG_GAUSS61), workspace, &result, &error)
        // Rounding may keep it from the last digits: then the estimate says how near it came.
        let isUsable = [GSL_SUCCESS, GSL_EROUND, GSL_EMAXITER].contains(Int(status))
        return (result, isUsable && result.isFinite ? error : .infinity)
      }
    }
  }
}
