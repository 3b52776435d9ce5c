int companion_data = 5;
int companion_identify(void) {
  return 1;
}
int companion_twice(int value) {
  return 2 * value;
}
