// Tables of 16 numbers, looked up by vectors of indices: in registers where the instruction set permutes lanes.
#pragma once
#include "vector.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace vlm::VLM_ISA {

typedef uint32_t Words __attribute__((vector_size(4 * LANES)));

inline Words bitsOf(Vector v) { return (Words)v; }
inline Vector floatsOf(Words bits) { return (Vector)bits; }

struct Table {
#if defined(__AVX512F__)
  Vector all;
#elif defined(__AVX2__)
  Vector low, high;
#else
  Vector parts[4];
#endif
};

inline Table tableOf(const float* sixteen) {
#if defined(__AVX512F__)
  return {load(sixteen)};
#elif defined(__AVX2__)
  return {load(sixteen), load(sixteen + 8)};
#else
  return {{load(sixteen), load(sixteen + 4), load(sixteen + 8), load(sixteen + 12)}};
#endif
}

/// The table with `function` applied to all of it, some lanes at a time.
template <class Function>
inline Table mapTable(const Table& table, const Function& function) {
#if defined(__AVX512F__)
  return {function(table.all)};
#elif defined(__AVX2__)
  return {function(table.low), function(table.high)};
#else
  return {{function(table.parts[0]), function(table.parts[1]), function(table.parts[2]), function(table.parts[3])}};
#endif
}

/// table[index & 15] in each lane: whatever stands above the low four bits does not matter.
inline Vector lookup(const Table& table, Words index) {
#if defined(__AVX512F__)
  // The form with a mask: of the plain one GCC 12 warns that it reads what is not there.
  return (Vector)_mm512_maskz_permutexvar_ps(0xffff, (__m512i)index, (__m512)table.all);
#elif defined(__AVX2__)
  const __m256 low = _mm256_permutevar8x32_ps((__m256)table.low, (__m256i)index);
  const __m256 high = _mm256_permutevar8x32_ps((__m256)table.high, (__m256i)index);
  return (Vector)_mm256_blendv_ps(low, high, (__m256)(index << 28));
#else
  float values[16];
  __builtin_memcpy(values, &table, sizeof values);
  Vector found;
  for (int lane = 0; lane < LANES; lane++) found[lane] = values[index[lane] & 15];
  return found;
#endif
}

/// table[index] where no index is above 7.
inline Vector lookupLow(const Table& table, Words index) {
#if defined(__AVX2__) && !defined(__AVX512F__)
  return (Vector)_mm256_permutevar8x32_ps((__m256)table.low, (__m256i)index);
#else
  return lookup(table, index);
#endif
}

/// The next LANES 4-bit codes, the first of each byte in its upper half, in the low bits of each lane with others above.
inline Words nibbles(const uint8_t* packed) {
  uint8_t bytes[LANES / 2];
  __builtin_memcpy(bytes, packed, sizeof bytes);
  Words words = {};
#if defined(__AVX512F__)
  uint32_t halves[2];
  __builtin_memcpy(halves, bytes, sizeof halves);
  const Words upper = {0, 0, 0, 0, 0, 0, 0, 0, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
  words = ((words + halves[0]) & ~upper) | ((words + halves[1]) & upper);
  const Words shifts = {4, 0, 12, 8, 20, 16, 28, 24, 4, 0, 12, 8, 20, 16, 28, 24};
#elif defined(__AVX2__)
  uint32_t all;
  __builtin_memcpy(&all, bytes, sizeof all);
  words += all;
  const Words shifts = {4, 0, 12, 8, 20, 16, 28, 24};
#else
  words += static_cast<uint32_t>(bytes[0]) | static_cast<uint32_t>(bytes[1]) << 8;
  const Words shifts = {4, 0, 12, 8};
#endif
  return words >> shifts;
}

}  // namespace vlm::VLM_ISA
