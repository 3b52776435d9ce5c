#define _GNU_SOURCE
#include "greet.h"

#include <dlfcn.h>
#include <string.h>

const char greet_version[] = "1.2";

const char *greet_home(void) {
  Dl_info here;
  if (!dladdr(greet_version, &here))
    return "nowhere";
  const char *slash = strrchr(here.dli_fname, '/');
  return slash ? slash + 1 : here.dli_fname;
}
