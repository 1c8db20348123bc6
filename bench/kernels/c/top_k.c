/* The k best of 32-row blocks, in f32 and in bytes: the loops of core-wasm/assembly/top_k_blocks.ts and top_k_bytes.ts. */
#include <stdint.h>

typedef struct {
  int32_t *items;
  float *scores;
  int32_t k, count;
} List;

static void insert(List *list, int32_t item, float score) {
  int32_t hole = list->count < list->k ? list->count++ : list->k - 1;
  for (; hole > 0 && list->scores[hole - 1] < score; hole--) {
    list->scores[hole] = list->scores[hole - 1];
    list->items[hole] = list->items[hole - 1];
  }
  list->scores[hole] = score;
  list->items[hole] = item;
}

static void offer(List *list, const float *restrict scores, int32_t first) {
  const float worst = list->count < list->k ? -__FLT_MAX__ : list->scores[list->k - 1];
  int any = 0;
  for (int j = 0; j < 32; j++) any |= scores[j] > worst;
  if (!any) return;
  for (int j = 0; j < 32; j++) {
    if (list->count < list->k || scores[j] > list->scores[list->k - 1]) insert(list, first + j, scores[j]);
  }
}

double top_k(char *m, uint32_t blocks, uint32_t vector, int32_t stride, int32_t n, int32_t k, uint32_t items,
             uint32_t best) {
  List list = {(int32_t *)(m + items), (float *)(m + best), k, 0};
  const float *restrict v = (float *)(m + vector);
  for (int32_t first = 0; first < n; first += 32) {
    const float *restrict block = (float *)(m + blocks) + (int64_t)first * stride;
    float scores[32] = {0};
    for (int f = 0; f < stride; f++) {
      for (int j = 0; j < 32; j++) scores[j] += v[f] * block[f * 32 + j];
    }
    offer(&list, scores, first);
  }
  return list.count;
}

double top_k_bytes(char *m, uint32_t bytes, uint32_t scales, uint32_t query, float scale, int32_t stride, int32_t n,
                   int32_t k, uint32_t items, uint32_t best) {
  List list = {(int32_t *)(m + items), (float *)(m + best), k, 0};
  const int16_t *restrict q = (int16_t *)(m + query);
  const float *restrict steps = (float *)(m + scales);
  for (int32_t first = 0; first < n; first += 32) {
    const int8_t *restrict block = (int8_t *)(m + bytes) + (int64_t)first * stride;
    int32_t sums[32] = {0};
    for (int f = 0; f < stride; f += 2) {
      for (int j = 0; j < 32; j++) sums[j] += q[f] * block[f * 32 + 2 * j] + q[f + 1] * block[f * 32 + 2 * j + 1];
    }
    float scores[32];
    for (int j = 0; j < 32; j++) scores[j] = scale * steps[first + j] * sums[j];
    offer(&list, scores, first);
  }
  return list.count;
}
