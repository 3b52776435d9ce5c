int companion_identify(void) {
  return 1;
}
int companion_value(void) {
  return 5;
}
