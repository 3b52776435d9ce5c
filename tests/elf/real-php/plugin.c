//! about: Debian's libphp: four of its functions are IFUNCs, called and taken as pointers
//! runtime: none
//! libs: -l:libphp8.2.so
//! manifest: plugin.toml
//! requires: /usr/lib/libphp8.2.so
//! expect-no-dynamic: libphp|JMPREL
//! check: nm -D /usr/lib/libphp8.2.so | grep -q ' i php_base64_encode'
//! hosts: absent
//! host: ../real-ffi/host.c
//! variant: plugin
//! variant: linked | host-flags: -Wl,--no-as-needed -l:libphp8.2.so
//! variant: program | program: | hosts: absent | check: case "$("$WEAK" 2>&1)" in *'undefined symbol'*) exit 1;; esac
#include <stddef.h>
#include <stdio.h>

// Of PHP's headers, which are a large package.
struct zend_string {
  unsigned references, kind;
  unsigned long hash;
  size_t length;
  char text[1];
};
int php_embed_init(int argc, char **argv);
void php_embed_shutdown(void);
int zend_eval_string(const char *code, void *result, const char *name);
struct zend_string *php_base64_encode(const unsigned char *text, size_t length);
struct zend_string *php_addslashes(struct zend_string *text);
static struct zend_string *(*const encode)(const unsigned char *, size_t) = php_base64_encode;

int plugin_run(void) {
  static char name[] = "plugin";
  char *arguments[] = {name, NULL};
  if (php_embed_init(1, arguments) != 0)
    return 5;
  struct zend_string *(*volatile pointer)(const unsigned char *, size_t) = php_base64_encode;
  struct zend_string *encoded = php_base64_encode((const unsigned char *)"it's", 4);
  printf("%s %s %d\n", encoded->text, encode((const unsigned char *)"php", 3)->text, pointer == encode);
  printf("%s\n", php_addslashes(encode((const unsigned char *)"\"", 1))->text);
  fflush(stdout);
  int failed = zend_eval_string("echo base64_decode('aXQncw=='), ' ', 6 * 7, \"\\n\";", NULL, "test");
  php_embed_shutdown();
  return failed;
}
