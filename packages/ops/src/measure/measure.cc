#include <time.h>

#include "gemm-tile.h"
#include "parallel.h"

namespace vlm::VLM_ISA {
namespace {

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Calls `work`, which says how much it did, for so many seconds; work a second.
template <class Work>
double rate(double seconds, const Work& work) {
  const double start = now();
  double done = 0;
  double passed;
  do {
    done += work();
    passed = now() - start;
  } while (passed < seconds);
  return done / passed;
}

/// Sums in registers enough to hide how long one addition takes.
constexpr int CHAINS = 12;
constexpr int64_t ROUNDS = 20000;

double floatProducts(float* kept) {
  // Chains that begin alike would be one to the compiler.
  Vector sums[CHAINS];
  for (int j = 0; j < CHAINS; j++) sums[j] = fill(static_cast<float>(j) + *kept);
  const Vector factor = fill(0.999f + *kept);
  const Vector term = fill(0.001f);
  for (int64_t i = 0; i < ROUNDS; i++) {
    VLM_UNROLL
    for (int j = 0; j < CHAINS; j++) sums[j] = sums[j] * factor + term;
  }
  Vector total = {};
  for (int j = 0; j < CHAINS; j++) total += sums[j];
  *kept = sum(total) * 0.0f;
  return 2.0 * CHAINS * LANES * ROUNDS;
}

double pairProducts(float* kept) {
#if defined(__AVX512BF16__)
  __m512 sums[CHAINS];
  for (int j = 0; j < CHAINS; j++) sums[j] = _mm512_set1_ps(static_cast<float>(j) + *kept);
  const __m512bh factor = (__m512bh)_mm512_set1_epi32(*kept == 0 ? 0x3f803f80 : 0);
  for (int64_t i = 0; i < ROUNDS; i++) {
    VLM_UNROLL
    for (int j = 0; j < CHAINS; j++) sums[j] = _mm512_dpbf16_ps(sums[j], factor, factor);
  }
  Vector total = {};
  for (int j = 0; j < CHAINS; j++) total += (Vector)sums[j];
  *kept = sum(total) * 0.0f;
  return 4.0 * CHAINS * LANES * ROUNDS;
#else
  (void)kept;
  return 0;
#endif
}

}  // namespace

/// Floating-point operations a second that `count` threads reach together in registers: products of float32 with sums, or,
/// with `pairs`, of bfloat16 in pairs (0 where the machine has none). Takes about `seconds`.
double peakFlops(double seconds, int64_t count, bool pairs) {
  double rates[64] = {};
  const int64_t tasks = count < 64 ? count : 64;
  parallel(tasks, 1, [&](int64_t begin, int64_t end) {
    float kept = 0;
    for (int64_t i = begin; i < end; i++) {
      rates[i] = rate(seconds, [&] { return pairs ? pairProducts(&kept) : floatProducts(&kept); });
    }
  });
  double total = 0;
  for (const double each : rates) total += each;
  return total;
}

/// Bytes a second at which `count` threads together read `data`, for about `seconds`.
double readBandwidth(const uint8_t* data, int64_t bytes, double seconds, int64_t count) {
  double rates[64] = {};
  const int64_t tasks = count < 64 ? count : 64;
  const int64_t share = bytes / tasks / 1024 * 1024;
  parallel(tasks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const float* from = reinterpret_cast<const float*>(data + i * share);
      volatile float kept;
      rates[i] = rate(seconds, [&] {
        Vector sums[4] = {};
        for (int64_t at = 0; at < share / 4; at += 4 * LANES) {
          VLM_UNROLL
          for (int j = 0; j < 4; j++) sums[j] += load(from + at + j * LANES);
        }
        kept = sum(sums[0] + sums[1] + sums[2] + sums[3]);
        return static_cast<double>(share);
      });
      (void)kept;
    }
  });
  double total = 0;
  for (const double each : rates) total += each;
  return total;
}

}  // namespace vlm::VLM_ISA
