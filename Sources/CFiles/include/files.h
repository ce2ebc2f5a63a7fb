#ifndef PAYOFF_FILES_H
#define PAYOFF_FILES_H

/// Lets two paths of one file system change places, at once; -1 with `errno` where that cannot be done.
int payoff_exchange(const char *_Nonnull one, const char *_Nonnull other);

#endif
