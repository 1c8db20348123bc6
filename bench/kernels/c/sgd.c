/* One pass of SGD for biased matrix factorisation: the loop of core-wasm/assembly/sgd_epoch.ts. */
#include <stdint.h>

static inline __attribute__((always_inline)) double pass(
    const int32_t *users, const int32_t *items, const float *values, int32_t count, float *restrict user_factors,
    float *restrict item_factors, float *user_bias, float *item_bias, float mean, float rate, float regularization,
    const int k) {
  const float keep = 1 - rate * regularization;
  double total = 0;
  for (int32_t e = 0; e < count; e++) {
    float *restrict p = user_factors + (int64_t)users[e] * k, *restrict q = item_factors + (int64_t)items[e] * k;
    float *bu = user_bias + users[e], *bi = item_bias + items[e];
    float guess = mean + *bu + *bi;
    for (int f = 0; f < k; f++) guess += p[f] * q[f];
    const float error = values[e] - guess;
    total += (double)error * error;
    const float step = rate * error;
    *bu = keep * *bu + step;
    *bi = keep * *bi + step;
    for (int f = 0; f < k; f++) {
      const float old = p[f], other = q[f];
      p[f] = keep * old + step * other;
      q[f] = keep * other + step * old;
    }
  }
  return total;
}

double sgd(char *m, uint32_t users, uint32_t items, uint32_t values, int32_t from, int32_t to, uint32_t user_factors,
           uint32_t item_factors, uint32_t user_bias, uint32_t item_bias, float mean, int32_t k, float rate,
           float regularization) {
#define PASS(k)                                                                                                   \
  pass((int32_t *)(m + users) + from, (int32_t *)(m + items) + from, (float *)(m + values) + from, to - from,     \
       (float *)(m + user_factors), (float *)(m + item_factors), (float *)(m + user_bias), (float *)(m + item_bias), \
       mean, rate, regularization, k)
  switch (k) {
    case 16: return PASS(16);
    case 32: return PASS(32);
    case 64: return PASS(64);
    case 128: return PASS(128);
    default: return PASS(k);
  }
}
