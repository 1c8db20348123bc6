/* Ridge rows of iALS: the loops of core-wasm/assembly/solve_rows.ts and solve_rows_directly.ts. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define MOST 256

typedef struct {
  const int32_t *columns;
  const float *weights, *y, *gram;
  int32_t count, k;
  float ridge;
} Row;

/* image = (G + ridge I) v + sum of weights (y'v - target) y */
static void apply(const Row *row, const float *restrict v, float *restrict image, float target) {
  const int k = row->k;
  for (int f = 0; f < k; f++) image[f] = row->ridge * v[f];
  for (int g = 0; g < k; g++) {
    for (int f = 0; f < k; f++) image[f] += v[g] * row->gram[g * k + f];
  }
  for (int32_t e = 0; e < row->count; e++) {
    const float *restrict other = row->y + (int64_t)row->columns[e] * k;
    float dot = 0;
    for (int f = 0; f < k; f++) dot += other[f] * v[f];
    dot = row->weights[e] * (dot - target);
    for (int f = 0; f < k; f++) image[f] += dot * other[f];
  }
}

static void solve_by_gradients(const Row *row, float *restrict x, int steps) {
  const int k = row->k;
  float residual[MOST], direction[MOST], image[MOST];
  apply(row, x, image, 1);
  float square = 0;
  for (int f = 0; f < k; f++) {
    residual[f] = direction[f] = -image[f];
    square += residual[f] * residual[f];
  }
  for (int step = 0; step < steps && square > 1e-20f; step++) {
    apply(row, direction, image, 0);
    float along = 0, next = 0;
    for (int f = 0; f < k; f++) along += direction[f] * image[f];
    const float length = square / along;
    for (int f = 0; f < k; f++) {
      x[f] += length * direction[f];
      residual[f] -= length * image[f];
      next += residual[f] * residual[f];
    }
    for (int f = 0; f < k; f++) direction[f] = residual[f] + next / square * direction[f];
    square = next;
  }
}

static void solve_directly(const Row *row, float *restrict x) {
  static float a[MOST * MOST];
  const int k = row->k;
  memset(x, 0, k * sizeof *x);
  memcpy(a, row->gram, (size_t)k * k * sizeof *a);
  for (int f = 0; f < k; f++) a[f * k + f] += row->ridge;
  for (int32_t e = 0; e < row->count; e++) {
    const float *restrict other = row->y + (int64_t)row->columns[e] * k;
    for (int f = 0; f < k; f++) x[f] += row->weights[e] * other[f];
    for (int i = 0; i < k; i++) {
      const float left = row->weights[e] * other[i];
      for (int j = i; j < k; j++) a[i * k + j] += left * other[j];
    }
  }
  for (int d = 0; d < k; d++) {
    const float inverse = 1 / sqrtf(a[d * k + d]);
    for (int j = d; j < k; j++) a[d * k + j] *= inverse;
    for (int i = d + 1; i < k; i++) {
      const float left = a[d * k + i];
      for (int j = i; j < k; j++) a[i * k + j] -= left * a[d * k + j];
    }
  }
  for (int d = 0; d < k; d++) {
    x[d] /= a[d * k + d];
    for (int j = d + 1; j < k; j++) x[j] -= x[d] * a[d * k + j];
  }
  for (int d = k - 1; d >= 0; d--) {
    float sum = x[d];
    for (int j = d + 1; j < k; j++) sum -= a[d * k + j] * x[j];
    x[d] = sum / a[d * k + d];
  }
}

/* steps 0: by Cholesky factors. */
double ridge_rows(char *m, uint32_t row_ptr, uint32_t col_idx, uint32_t weights, int32_t r0, int32_t r1, uint32_t y,
                  int32_t k, uint32_t gram, uint32_t ridge, uint32_t x, int32_t steps) {
  const int32_t *ptr = (int32_t *)(m + row_ptr);
  for (int32_t r = r0; r < r1; r++) {
    const Row row = {(int32_t *)(m + col_idx) + ptr[r], (float *)(m + weights) + ptr[r], (float *)(m + y),
                     (float *)(m + gram),               ptr[r + 1] - ptr[r],             k,
                     ((float *)(m + ridge))[r]};
    float *out = (float *)(m + x) + (int64_t)r * k;
    if (steps > 0) solve_by_gradients(&row, out, steps);
    else solve_directly(&row, out);
  }
  return 0;
}
