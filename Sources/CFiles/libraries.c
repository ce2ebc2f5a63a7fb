#define _GNU_SOURCE
#include <link.h>
#include <stddef.h>

#include "files.h"

struct call {
  void (*body)(const char *path, void *context);
  void *context;
};

static int tell(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size;
  struct call *call = data;
  if (info->dlpi_name && info->dlpi_name[0]) call->body(info->dlpi_name, call->context);
  return 0;
}

void payoff_each_library(void (*body)(const char *path, void *context), void *context) {
  struct call call = {body, context};
  dl_iterate_phdr(tell, &call);
}
