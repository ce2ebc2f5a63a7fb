/* The parts of the GNU Scientific Library that Payoff calls. */
#ifndef PAYOFF_CGSL_SHIM_H
#define PAYOFF_CGSL_SHIM_H
#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_real.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_rstat.h>
#include <gsl/gsl_sf.h>
#include <gsl/gsl_statistics.h>
#include <gsl/gsl_version.h>

/* The trust region method, which GSL holds in a variable; Swift takes no variable of C that may change. */
static inline const gsl_multifit_nlinear_type *payoff_multifit_trust(void) { return gsl_multifit_nlinear_trust; }
#endif
