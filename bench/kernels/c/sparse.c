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

/* A better item for a list in descending order; the length of the list. */
static inline int32_t enter(int32_t *restrict items, float *restrict scores, int32_t count, int32_t k, int32_t item,
                            float score) {
  int32_t hole = count < k ? count++ : k - 1;
  for (; hole > 0 && scores[hole - 1] < score; hole--) {
    scores[hole] = scores[hole - 1];
    items[hole] = items[hole - 1];
  }
  scores[hole] = score;
  items[hole] = item;
  return count;
}

/* The k rows with the largest products: pairs of rows r0 .. r1 with all later ones. */
double neighbours(char *m, uint32_t row_ptr, uint32_t pairs, uint32_t turned_ptr, uint32_t turned_idx,
                  uint32_t turned_values, uint32_t cursors_at, int32_t n, int32_t r0, int32_t r1, uint32_t sums_at,
                  uint32_t bars_at, int32_t k, uint32_t items_at, uint32_t scores_at, uint32_t counts_at) {
  const int32_t *ptr = (int32_t *)(m + row_ptr), *turned = (int32_t *)(m + turned_ptr), *idx = (int32_t *)(m + turned_idx);
  const Entry *entries = (Entry *)(m + pairs);
  const float *values = (float *)(m + turned_values);
  float *restrict sums = (float *)(m + sums_at), *restrict bars = (float *)(m + bars_at);
  float *restrict scores = (float *)(m + scores_at);
  int32_t *restrict cursors = (int32_t *)(m + cursors_at), *restrict items = (int32_t *)(m + items_at);
  int32_t *restrict counts = (int32_t *)(m + counts_at);
  for (int32_t r = r0; r < r1; r++) {
    for (int32_t e = ptr[r]; e < ptr[r + 1]; e++) {
      const float value = entries[e].value;
      const int32_t column = entries[e].column, end = turned[column + 1];
      for (int32_t o = ++cursors[column]; o < end; o++) sums[idx[o]] += value * values[o];
    }
    for (int32_t i = r + 1; i < n; i++) {
      const float score = sums[i];
      sums[i] = 0;
      for (int side = 0; side < 2; side++) {
        const int32_t own = side ? i : r, other = side ? r : i;
        if (!(score > bars[own])) continue;
        const int64_t at = (int64_t)own * k;
        counts[own] = enter(items + at, scores + at, counts[own], k, other, score);
        if (counts[own] == k) bars[own] = scores[at + k - 1];
      }
    }
  }
  return 0;
}
