// How numbers are read, scaled and searched for their codes.
#pragma once
#include "half.h"

namespace vlm::VLM_ISA {
namespace {

/// Numbers by their place, LANES at a time, or fewer with zeros behind them.
struct Floats {
  const float* x;
  Vector whole(int64_t i) const { return load(x + i); }
  Vector part(int64_t i, int64_t count) const { return loadPart(x + i, count); }
};

struct Bfloats {
  const uint16_t* x;
  Vector whole(int64_t i) const { return widenBfloat16(loadShorts(x + i)); }
  Vector part(int64_t i, int64_t count) const { return widenBfloat16(loadPartShorts(x + i, count)); }
};

struct Halves {
  const uint16_t* x;
  Vector whole(int64_t i) const { return widenFloat16(loadShorts(x + i)); }
  Vector part(int64_t i, int64_t count) const { return widenFloat16(loadPartShorts(x + i, count)); }
};

struct ShiftedFloats {
  const float* x;
  float offset;
  Vector whole(int64_t i) const { return load(x + i) - offset; }
  Vector part(int64_t i, int64_t count) const {
    Vector shifted = {};
    for (int64_t lane = 0; lane < count; lane++) shifted[lane] = x[i + lane] - offset;
    return shifted;
  }
};

/// Bits of magnitudes order as the magnitudes do, with NaN above infinity, so that no NaN is lost.
template <class Source>
inline float largestMagnitude(const Source& source, int64_t begin, int64_t end) {
  Words most = {};
  const auto take = [&](Vector v) {
    const Words bits = bitsOf(v) & 0x7fffffff;
    most = (Integers)bits > (Integers)most ? bits : most;
  };
  int64_t i = begin;
  for (; i + LANES <= end; i += LANES) take(source.whole(i));
  if (i < end) take(source.part(i, end - i));
  uint32_t largest = 0;
  for (int lane = 0; lane < LANES; lane++) largest = most[lane] > largest ? most[lane] : largest;
  float magnitude;
  __builtin_memcpy(&magnitude, &largest, sizeof magnitude);
  return magnitude;
}

/// What brings a block into [−1, 1]: bitsandbytes multiplies by it and does not divide. 0 for a block of zeros.
inline float inverseOf(float largest) { return largest == 0 ? 0 : 1 / largest; }

/// Codes that are packed at a time.
constexpr int64_t CODES = 4 * LANES;

/// Two codes a byte, the first in its upper half.
inline void packNibbles(uint8_t* to, const Words (&codes)[4]) {
#if defined(__AVX2__) && !defined(__AVX512F__)
  // Narrowing works within halves of registers: what it leaves apart, the last step interleaves.
  const __m256i first = _mm256_packs_epi32((__m256i)codes[0], (__m256i)codes[1]);
  const __m256i second = _mm256_packs_epi32((__m256i)codes[2], (__m256i)codes[3]);
  const __m256i pairs = _mm256_maddubs_epi16(_mm256_packus_epi16(first, second), _mm256_set1_epi16(0x0110));
  const __m256i bytes = _mm256_packus_epi16(pairs, pairs);
  const __m128i packed = _mm_unpacklo_epi16(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
  __builtin_memcpy(to, &packed, sizeof packed);
#else
  typedef uint8_t Bytes __attribute__((vector_size(LANES)));
  uint8_t single[CODES];
  for (int i = 0; i < 4; i++) {
    const Bytes bytes = __builtin_convertvector(codes[i], Bytes);
    __builtin_memcpy(single + i * LANES, &bytes, sizeof bytes);
  }
  for (int64_t i = 0; i < CODES / 2; i++) to[i] = static_cast<uint8_t>(single[2 * i] << 4 | single[2 * i + 1]);
#endif
}

/// The 15 limits of a 4-bit code, laid out for a binary search in four steps.
struct FourBitLimits {
  float middle, quarters[2];
  Table eighths, sixteenths;
};

inline FourBitLimits limitsOf(const float* limits) {
  float eighths[16] = {}, sixteenths[16] = {};
  for (int i = 0; i < 4; i++) eighths[i] = limits[4 * i + 1];
  for (int i = 0; i < 8; i++) sixteenths[i] = limits[2 * i];
  return {limits[7], {limits[3], limits[11]}, tableOf(eighths), tableOf(sixteenths)};
}

/// How many limits lie strictly below each share; 0 for NaN.
inline Words countBelow(const FourBitLimits& limits, Vector share) {
  const Integers upper = share > limits.middle;
  const Vector quarter = upper ? fill(limits.quarters[1]) : fill(limits.quarters[0]);
  // A comparison that holds is −1.
  Integers count = -2 * upper - (share > quarter);
  count = 2 * count - (share > lookupLow(limits.eighths, (Words)count));
  return (Words)(2 * count - (share > lookupLow(limits.sixteenths, (Words)count)));
}

/// y = table[code i] for begin <= i < end
inline void decodeNibbles(const uint8_t* packed, const Table& table, float* y, int64_t begin, int64_t end) {
  float values[16];
  __builtin_memcpy(values, &table, sizeof values);
  int64_t i = begin;
  if (i % 2 != 0 && i < end) *y++ = values[packed[i++ / 2] & 15];
#if defined(__AVX2__)
  for (; i + LANES <= end; i += LANES, y += LANES) store(y, lookup(table, nibbles(packed + i / 2)));
#endif
  for (; i + 1 < end; i += 2, y += 2) {
    const uint8_t pair = packed[i / 2];
    y[0] = values[pair >> 4];
    y[1] = values[pair & 15];
  }
  if (i < end) *y = values[packed[i / 2] >> 4];
}

/// Numbers whose 8-bit codes are searched at a time.
constexpr int64_t SHARES = 64;

/// The 8-bit codes of shares: from where their upper 15 bits say, past as many middles as lie below. Lookups stand in a loop
/// of their own, so that what is before and behind them runs in vectors.
inline void codesOf(const float (&shares)[SHARES], const float* middles, const uint8_t* starts, int64_t steps,
                    uint8_t (&codes)[SHARES]) {
  uint32_t buckets[SHARES];
  __builtin_memcpy(buckets, shares, sizeof buckets);
  for (uint32_t& bucket : buckets) bucket >>= 17;
  for (int64_t i = 0; i < SHARES; i++) codes[i] = starts[buckets[i]];
  for (int64_t step = 0; step < steps; step++) {
    float limits[SHARES];
    for (int64_t i = 0; i < SHARES; i++) limits[i] = middles[codes[i]];
    for (int64_t i = 0; i < SHARES; i++) codes[i] = static_cast<uint8_t>(codes[i] + (shares[i] > limits[i]));
  }
}

}  // namespace
}  // namespace vlm::VLM_ISA
