#ifndef PAYOFF_FILES_H
#define PAYOFF_FILES_H

/// Lets two paths of one file system change places, at once; -1 with `errno` where that cannot be done.
int payoff_exchange(const char *_Nonnull one, const char *_Nonnull other);

/// Calls the function with the path of each library that the program has loaded, as the loader found it.
void payoff_each_library(void (*_Nonnull body)(const char *_Nonnull path, void *_Nullable context), void *_Nullable context);

#endif
