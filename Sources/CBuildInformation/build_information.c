#include "build_information.h"

const char *const payoff_commit = PAYOFF_COMMIT;
