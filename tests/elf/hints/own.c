// The program's own, which is everybody's.
int foo_one(void) {
  return 111;
}
