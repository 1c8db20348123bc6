/* Ridge rows of iALS where the Gram matrix is diagonal: the loops of core-wasm/assembly/solve_rows.ts and solve_rows_directly.ts. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define MOST 256

typedef struct {
  const int32_t *columns;
  const float *weights, *y;
  int32_t count, k;
  float d[MOST];
} Row;

/* image = D v + sum of weights (y'v - target) y */
static void apply(const Row *row, const float *restrict v, float *restrict image, float target) {
  const int k = row->k;
  for (int f = 0; f < k; f++) image[f] = row->d[f] * v[f];
  for (int32_t e = 0; e < row->count; e++) {
    const float *restrict other = row->y + (int64_t)row->columns[e] * k;
    float dot = 0;
    for (int f = 0; f < k; f++) dot += other[f] * v[f];
    dot = row->weights[e] * (dot - target);
    for (int f = 0; f < k; f++) image[f] += dot * other[f];
  }
}

/* v'(D + sum of weights y y') v */
static float apply_along(const Row *row, const float *restrict v) {
  const int k = row->k;
  float sum = 0;
  for (int f = 0; f < k; f++) sum += row->d[f] * v[f] * v[f];
  for (int32_t e = 0; e < row->count; e++) {
    const float *restrict other = row->y + (int64_t)row->columns[e] * k;
    float dot = 0;
    for (int f = 0; f < k; f++) dot += other[f] * v[f];
    sum += row->weights[e] * dot * dot;
  }
  return sum;
}

static void solve_by_gradients(const Row *row, float *restrict x, int steps) {
  const int k = row->k;
  float residual[MOST], direction[MOST], image[MOST];
  apply(row, x, image, 1);
  float square = 0, size = 0;
  for (int f = 0; f < k; f++) {
    residual[f] = -image[f];
    direction[f] = residual[f] / row->d[f];
    square += residual[f] * direction[f];
    size += x[f] * x[f] * row->d[f];
  }
  for (int step = 1; step <= steps && square > 1e-12f * size; step++) {
    if (step == steps) {
      const float length = square / apply_along(row, direction);
      for (int f = 0; f < k; f++) x[f] += length * direction[f];
      return;
    }
    apply(row, direction, image, 0);
    float along = 0, next = 0;
    size = 0;
    for (int f = 0; f < k; f++) along += direction[f] * image[f];
    const float length = square / along;
    for (int f = 0; f < k; f++) {
      x[f] += length * direction[f];
      residual[f] -= length * image[f];
      next += residual[f] * residual[f] / row->d[f];
      size += x[f] * x[f] * row->d[f];
    }
    for (int f = 0; f < k; f++) direction[f] = residual[f] / row->d[f] + next / square * direction[f];
    square = next;
  }
}

/* x = A^-1 x, of the upper triangle of A in rows of n. */
static void solve(float *restrict a, int n, float *restrict x) {
  for (int d = 0; d < n; d++) {
    const float inverse = 1 / sqrtf(a[d * n + d]);
    for (int j = d; j < n; j++) a[d * n + j] *= inverse;
    for (int i = d + 1; i < n; i++) {
      const float left = a[d * n + i];
      for (int j = i; j < n; j++) a[i * n + j] -= left * a[d * n + j];
    }
  }
  for (int d = 0; d < n; d++) {
    x[d] /= a[d * n + d];
    for (int j = d + 1; j < n; j++) x[j] -= x[d] * a[d * n + j];
  }
  for (int d = n - 1; d >= 0; d--) {
    float sum = x[d];
    for (int j = d + 1; j < n; j++) sum -= a[d * n + j] * x[j];
    x[d] = sum / a[d * n + d];
  }
}

static float a[MOST * MOST], b[MOST * MOST];

/* a += the rows of b, each times itself: upper triangle. */
static void add_products(int rows, int n) {
  for (int r = 0; r < rows; r++) {
    const float *restrict from = b + r * n;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) a[i * n + j] += from[i] * from[j];
    }
  }
}

static void solve_directly(const Row *row, float *restrict x) {
  const int k = row->k, n = row->count;
  memset(x, 0, k * sizeof *x);
  if (n >= k) {
    memset(a, 0, (size_t)k * k * sizeof *a);
    for (int f = 0; f < k; f++) a[f * k + f] = row->d[f];
    for (int32_t start = 0; start < n; start += 64) {
      int rows = 0;
      for (int32_t e = start; e < n && e < start + 64; e++, rows++) {
        const float *restrict other = row->y + (int64_t)row->columns[e] * k, weight = row->weights[e];
        const float root = sqrtf(weight);
        for (int f = 0; f < k; f++) {
          x[f] += weight * other[f];
          b[rows * k + f] = root * other[f];
        }
      }
      add_products(rows, k);
    }
    solve(a, k, x);
    return;
  }
  float z[MOST], roots[MOST];
  memset(a, 0, (size_t)n * n * sizeof *a);
  for (int f = 0; f < k; f++) roots[f] = 1 / sqrtf(row->d[f]);
  for (int e = 0; e < n; e++) {
    const float *restrict other = row->y + (int64_t)row->columns[e] * k;
    a[e * n + e] = 1;
    z[e] = sqrtf(row->weights[e]);
    for (int f = 0; f < k; f++) b[f * n + e] = z[e] * roots[f] * other[f];
  }
  add_products(k, n);
  solve(a, n, z);
  for (int e = 0; e < n; e++) {
    const float *restrict other = row->y + (int64_t)row->columns[e] * k, scale = sqrtf(row->weights[e]) * z[e];
    for (int f = 0; f < k; f++) x[f] += scale * other[f];
  }
  for (int f = 0; f < k; f++) x[f] /= row->d[f];
}

/* steps 0: by Cholesky factors. */
double ridge_rows(char *m, uint32_t row_ptr, uint32_t col_idx, uint32_t weights, int32_t r0, int32_t r1, uint32_t y,
                  int32_t k, uint32_t diagonal, uint32_t ridge, uint32_t x, int32_t steps) {
  const int32_t *ptr = (int32_t *)(m + row_ptr);
  for (int32_t r = r0; r < r1; r++) {
    Row row = {(int32_t *)(m + col_idx) + ptr[r], (float *)(m + weights) + ptr[r], (float *)(m + y), ptr[r + 1] - ptr[r], k, {0}};
    for (int f = 0; f < k; f++) row.d[f] = ((float *)(m + diagonal))[f] + ((float *)(m + ridge))[r];
    float *out = (float *)(m + x) + (int64_t)r * k;
    if (steps > 0) solve_by_gradients(&row, out, steps);
    else solve_directly(&row, out);
  }
  return 0;
}
