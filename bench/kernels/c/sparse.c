/* Loops over sparse rows: core-wasm/assembly/normal_product.ts and item_neighbours.ts. */
#include <stdint.h>

typedef struct {
  int32_t column;
  float value;
} Entry;

/* Z += A'(A X), panels of 8 columns. */
double normal_product(char *m, uint32_t row_ptr, uint32_t pairs, int32_t rows, uint32_t x_at, uint32_t z_at) {
  const int32_t *ptr = (int32_t *)(m + row_ptr);
  const Entry *entries = (Entry *)(m + pairs);
  const float *restrict x = (float *)(m + x_at);
  float *restrict z = (float *)(m + z_at);
  for (int32_t r = 0; r < rows; r++) {
    float sums[8] = {0};
    for (int32_t e = ptr[r]; e < ptr[r + 1]; e++) {
      const float *restrict p = x + (int64_t)entries[e].column * 8;
      for (int c = 0; c < 8; c++) sums[c] += entries[e].value * p[c];
    }
    for (int32_t e = ptr[r]; e < ptr[r + 1]; e++) {
      float *restrict q = z + (int64_t)entries[e].column * 8;
      for (int c = 0; c < 8; c++) q[c] += entries[e].value * sums[c];
    }
  }
  return 0;
}

/* The k rows with the largest products for rows r0 .. r1. */
double neighbours(char *m, uint32_t row_ptr, uint32_t pairs, uint32_t turned_ptr, uint32_t turned_pairs, int32_t n,
                  int32_t r0, int32_t r1, uint32_t sums_at, int32_t k, uint32_t items_at, uint32_t scores_at) {
  const int32_t *ptr = (int32_t *)(m + row_ptr), *turned = (int32_t *)(m + turned_ptr);
  const Entry *entries = (Entry *)(m + pairs), *others = (Entry *)(m + turned_pairs);
  float *restrict sums = (float *)(m + sums_at);
  for (int32_t r = r0; r < r1; r++) {
    for (int32_t e = ptr[r]; e < ptr[r + 1]; e++) {
      const float value = entries[e].value;
      const int32_t column = entries[e].column;
      for (int32_t o = turned[column]; o < turned[column + 1]; o++) sums[others[o].column] += value * others[o].value;
    }
    sums[r] = 0;
    int32_t *items = (int32_t *)(m + items_at) + (int64_t)r * k, count = 0;
    float *scores = (float *)(m + scores_at) + (int64_t)r * k;
    for (int32_t i = 0; i < n; i++) {
      const float score = sums[i];
      sums[i] = 0;
      if (!(score > (count < k ? 0 : scores[k - 1]))) continue;
      int32_t hole = count < k ? count++ : k - 1;
      for (; hole > 0 && scores[hole - 1] < score; hole--) {
        scores[hole] = scores[hole - 1];
        items[hole] = items[hole - 1];
      }
      scores[hole] = score;
      items[hole] = i;
    }
  }
  return 0;
}
