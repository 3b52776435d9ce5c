int foo_twice(int value) {
  return 2 * value + 1000;
}
