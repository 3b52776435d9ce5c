// What rt.dll has more for layout.c.
int rt_by_number(void) {
  return 70;
}
int rt_more(void) {
  return 90;
}
int rt_more_data = 5;
