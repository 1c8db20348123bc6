/* What a processor gives at most: floating-point operations at the widths that WebAssembly and C have, and reading memory. */
#include <stdint.h>

#define EIGHT(step) step(s0) step(s1) step(s2) step(s3) step(s4) step(s5) step(s6) step(s7)

/* `turns` x eight independent products and sums of `lanes` numbers; returns how many operations that are. */
#define CEILING(name, lanes, step)                                                            \
  double name(char *m, int32_t turns) {                                                       \
    typedef float vector __attribute__((vector_size(4 * lanes)));                             \
    vector a = {0.5f}, b = {0.25f}, s0 = {0}, s1 = a, s2 = b, s3 = a, s4 = b, s5 = a, s6 = b, s7 = a; \
    (void)m;                                                                                  \
    for (int32_t t = 0; t < turns; t++) { EIGHT(step) }                                       \
    return 2.0 * 8 * lanes * turns;                                                           \
  }

/* Strict WebAssembly rounds products before it adds them: two instructions, of which `volatile` keeps both. */
#ifdef __AVX__
#define PRODUCT "vmulps %1, %2, %0"
#define SUM "vaddps %1, %0, %0"
#else
#define PRODUCT "movaps %2, %0\n\tmulps %1, %0"
#define SUM "addps %1, %0"
#endif
#define PRODUCT_THEN_SUM(sum)                                            \
  {                                                                      \
    vector product;                                                      \
    __asm__ volatile(PRODUCT : "=&x"(product) : "x"(a), "x"(b));         \
    __asm__ volatile(SUM : "+x"(sum) : "x"(product));                    \
  }
CEILING(separate_128, 4, PRODUCT_THEN_SUM)

#define FUSED(sum) __asm__ volatile("vfmadd231ps %1, %2, %0" : "+v"(sum) : "v"(a), "v"(b));
#ifdef __FMA__
CEILING(fused_128, 4, FUSED)
#else
double fused_128(char *m, int32_t turns) { return 0 * (double)(turns + *m); }
#endif
#ifdef __AVX512F__
CEILING(fused_512, 16, FUSED)
#else
double fused_512(char *m, int32_t turns) { return 0 * (double)(turns + *m); }
#endif

/* Reads so many bytes once, from the first to the last. */
double read_bytes(char *m, uint32_t from, uint32_t bytes) {
  typedef float vector __attribute__((vector_size(64)));
  vector low = {0}, high = {0};
  for (const char *p = m + from, *end = p + bytes; p + 128 <= end; p += 128) {
    low += *(const vector *)p;
    high += *(const vector *)(p + 64);
  }
  low += high;
  return bytes + 1e-300 * (double)low[0];
}
