__declspec(dllexport) int other_multiply(int a, int b) {
  return a * b;
}
__declspec(dllexport) int other_add(int a, int b) {
  return a + b;
}
