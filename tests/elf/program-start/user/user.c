int foo_add(int, int);
int user(void) {
  return foo_add(1, 2);
}
