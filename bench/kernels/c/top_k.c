/*
 * The k best of 32-row blocks in f32, and in bytes with the rows that could be among them in f32: what core-wasm/assembly/top_k_blocks.ts and
 * top_k_bytes.ts do, with intrinsics where the processor has AVX-512 and loops for the compiler elsewhere.
 */
#include <math.h>
#include <stdint.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

typedef struct {
  int32_t *items;
  float *scores;
  int32_t k, count;
} List;

static float worst_of(const List *list) {
  return list->count < list->k ? -__FLT_MAX__ : list->scores[list->k - 1];
}

static void insert(List *list, int32_t item, float score) {
  if (list->count == list->k && score <= list->scores[list->k - 1]) return;
  int32_t hole = list->count < list->k ? list->count++ : list->k - 1;
  for (; hole > 0 && list->scores[hole - 1] < score; hole--) {
    list->scores[hole] = list->scores[hole - 1];
    list->items[hole] = list->items[hole - 1];
  }
  list->scores[hole] = score;
  list->items[hole] = item;
}

static void offer(List *list, const float *restrict scores, int32_t first) {
  const float worst = worst_of(list);
  int any = 0;
  for (int j = 0; j < 32; j++) any |= scores[j] > worst;
  if (!any) return;
  for (int j = 0; j < 32; j++) insert(list, first + j, scores[j]);
}

#ifdef __AVX512F__
/* Four blocks at once: eight sums, so that a product need not wait for the one before. */
static void offer_four(List *list, const float *block, const float *v, int stride, int32_t first) {
  __m512 sums[8];
  for (int a = 0; a < 8; a++) sums[a] = _mm512_setzero_ps();
  for (int f = 0; f < stride; f++) {
    const __m512 w = _mm512_set1_ps(v[f]);
    for (int a = 0; a < 8; a++) {
      sums[a] = _mm512_fmadd_ps(w, _mm512_loadu_ps(block + (a >> 1) * 32 * stride + f * 32 + (a & 1) * 16), sums[a]);
    }
  }
  const __m512 worst = _mm512_set1_ps(worst_of(list));
  for (int a = 0; a < 8; a++) {
    unsigned mask = _mm512_cmp_ps_mask(sums[a], worst, _CMP_GT_OQ);
    if (!mask) continue;
    float scores[16];
    _mm512_storeu_ps(scores, sums[a]);
    for (; mask; mask &= mask - 1) insert(list, first + 16 * a + __builtin_ctz(mask), scores[__builtin_ctz(mask)]);
  }
}
#endif

double top_k(char *m, uint32_t blocks, uint32_t vector, int32_t stride, int32_t n, int32_t k, uint32_t items,
             uint32_t best) {
  List list = {(int32_t *)(m + items), (float *)(m + best), k, 0};
  const float *restrict v = (float *)(m + vector);
  int32_t first = 0;
#ifdef __AVX512F__
  for (; first + 128 <= n; first += 128) {
    offer_four(&list, (float *)(m + blocks) + (int64_t)first * stride, v, stride, first);
  }
#endif
  for (; first < n; first += 32) {
    const float *restrict block = (float *)(m + blocks) + (int64_t)first * stride;
    float scores[32] = {0};
    for (int f = 0; f < stride; f++) {
      for (int j = 0; j < 32; j++) scores[j] += v[f] * block[f * 32 + j];
    }
    offer(&list, scores, first);
  }
  return list.count;
}

static void sum_bytes(const uint8_t *restrict block, const int8_t *restrict q, int stride, int32_t *restrict sums) {
#ifdef __AVX512VNNI__
  __m512i low = _mm512_setzero_si512(), high = low;
  for (int f = 0; f < stride; f += 4) {
    const __m512i w = _mm512_set1_epi32(*(const int32_t *)(q + f));
    low = _mm512_dpbusd_epi32(low, _mm512_loadu_si512(block + f * 32), w);
    high = _mm512_dpbusd_epi32(high, _mm512_loadu_si512(block + f * 32 + 64), w);
  }
  _mm512_storeu_si512(sums, low);
  _mm512_storeu_si512(sums + 16, high);
#else
  for (int j = 0; j < 32; j++) sums[j] = 0;
  for (int f = 0; f < stride; f += 4) {
    for (int j = 0; j < 32; j++) {
      const uint8_t *b = block + f * 32 + 4 * j;
      sums[j] += b[0] * q[f] + b[1] * q[f + 1] + b[2] * q[f + 2] + b[3] * q[f + 3];
    }
  }
#endif
}

double top_k_bytes(char *m, uint32_t bytes, uint32_t bounds, uint32_t x, uint32_t vector, int32_t stride, int32_t n,
                   int32_t k, uint32_t items, uint32_t best) {
  List list = {(int32_t *)(m + items), (float *)(m + best), k, 0};
  const float *restrict v = (float *)(m + vector);
  int8_t q[4096];
  float largest = 0, square = 0, error_square = 0;
  for (int f = 0; f < stride; f++) largest = fmaxf(largest, fabsf(v[f]));
  const float unit = largest / 127;
  int32_t sum = 0;
  for (int f = 0; f < stride; f++) {
    const int level = (int)rintf(v[f] / unit);
    q[f] = level;
    sum += level;
    square += v[f] * v[f];
    error_square += (v[f] - unit * level) * (v[f] - unit * level);
  }
  const float length = sqrtf(square), error = sqrtf(error_square) + length * (stride + 16) * 0x1p-23f;
  for (int32_t first = 0; first < n; first += 32) {
    int32_t sums[32];
    sum_bytes((uint8_t *)(m + bytes) + (int64_t)first * stride, q, stride, sums);
    const float *restrict limits = (float *)(m + bounds) + (int64_t)first * 3;
    const float worst = worst_of(&list);
    float most[32];
    int any = 0;
    for (int j = 0; j < 32; j++) {
      most[j] = unit * limits[j] * (sums[j] - 64 * sum) + limits[32 + j] * length + limits[64 + j] * error;
      any |= most[j] > worst;
    }
    if (!any) continue;
    for (int j = 0; j < 32 && first + j < n; j++) {
      if (list.count == k && most[j] <= list.scores[k - 1]) continue;
      const float *restrict row = (float *)(m + x) + (int64_t)(first + j) * stride;
      float score = 0;
      for (int f = 0; f < stride; f++) score += row[f] * v[f];
      insert(&list, first + j, score);
    }
  }
  return list.count;
}
