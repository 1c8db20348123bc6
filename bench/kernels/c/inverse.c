/* The update of an inverse by blocks: the loop of core-wasm/assembly/sweep_update.ts over the same packed numbers. */
#include <stdint.h>

/* Eight numbers side by side, at any address; the compiler splits them where its vectors are shorter. */
typedef float Eight __attribute__((vector_size(32), aligned(4), may_alias));

/* As many rows at once as the registers hold: groups of four stand one after another. */
#ifdef __AVX__
#define ROWS 8
#else
#define ROWS 4
#endif

/* Eight rows, from two groups of four, or four of them. */
static inline __attribute__((always_inline)) void tile(const float *restrict left, const float *restrict right, int depth,
                                                       float *restrict out, int64_t stride, const int rows) {
  Eight sums[8] = {{0}};
  for (int k = 0; k < depth; k++) {
    const Eight numbers = *(const Eight *)(right + 8 * k);
    for (int i = 0; i < rows; i++) sums[i] += left[(i / 4 * depth + k) * 4 + i % 4] * numbers;
  }
  for (int i = 0; i < rows; i++) *(Eight *)(out + i * stride) -= sums[i];
}

double update(char *m, uint32_t a_at, int32_t n, int32_t stride, int32_t from, int32_t width, uint32_t work, int32_t r0,
              int32_t r1) {
  float *a = (float *)(m + a_at);
  const float *columns = (float *)(m + work), *products = columns + (int64_t)n * width;
  for (int32_t c0 = 0; c0 < r1; c0 += 240) {
    for (int32_t r = r0 > c0 ? r0 : c0; r < r1; r += ROWS) {
      if (r >= from && r < from + width) continue;
      for (int32_t c = c0; c < c0 + 240 && c < r + ROWS; c += 8) {
        if (c >= from && c < from + width) continue;
        tile(products + (int64_t)r * width, columns + (int64_t)c * width, width, a + (int64_t)r * stride + c, stride, ROWS);
      }
    }
  }
  return 0;
}
