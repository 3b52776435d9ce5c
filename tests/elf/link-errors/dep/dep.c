int dep_function(void);
int dep_function(void) {
  return 1;
}
