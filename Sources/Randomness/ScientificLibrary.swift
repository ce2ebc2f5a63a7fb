import CGSL

/// The GNU Scientific Library, told to hand back its errors instead of stopping the program.
package enum ScientificLibrary {
  private static let errorsAreReturned: Void = {
    gsl_set_error_handler_off()
  }()

  /// Switches GSL's error handler off, once for the whole program; it comes before any other use of GSL.
  package static func prepare() { errorsAreReturned }
}
