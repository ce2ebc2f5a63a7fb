package import CGSL

/// The GNU Scientific Library, told to hand back its errors instead of stopping the program.
package enum ScientificLibrary {
  private static let errorsAreReturned: Void = {
    gsl_set_error_handler_off()
  }()

  /// Switches GSL's error handler off, once for the whole program; it comes before any other use of GSL.
  package static func prepare() { errorsAreReturned }

  /// What a special function of GSL returns, or `nil` where it says that it did not find it.
  ///
  /// A result too small for a number is 0.
  package static func value(_ function: (UnsafeMutablePointer<gsl_sf_result>) -> Int32) -> Double? {
    var result = gsl_sf_result()
    let status = function(&result)
    return status == Int32(GSL_SUCCESS) || status == Int32(GSL_EUNDRFLW) ? result.val : nil
  }

  /// The logarithm of the gamma function of a number above 0.
  package static func logGamma(_ x: Double) -> Double {
    value { gsl_sf_lngamma_e(x, $0) } ?? .infinity
  }
}
