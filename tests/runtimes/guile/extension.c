// An extension that is linked as Guile's manual tells: it does not name libguile as a library it needs.
#include <libguile.h>

static SCM thrice(SCM number) {
  return scm_product(number, scm_from_int(3));
}

void init_extension(void);
void init_extension(void) {
  scm_c_define_gsubr("extension-thrice", 1, 0, 0, (scm_t_subr)thrice);
}
