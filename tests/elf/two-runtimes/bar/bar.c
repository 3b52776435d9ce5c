int bar_identify(void) {
  return 1;
}
int bar_value(void) {
  return 9;
}
