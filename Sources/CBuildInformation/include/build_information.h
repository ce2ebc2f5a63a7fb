#ifndef PAYOFF_BUILD_INFORMATION_H
#define PAYOFF_BUILD_INFORMATION_H

/// The git commit that the package was built from; empty where it is not known.
extern const char *const _Nonnull payoff_commit;

#endif
