// The two 16-bit float types: widening, which is exact, and rounding to nearest even, of whole vectors.
#pragma once
#include "lookup.h"

namespace vlm::VLM_ISA {

typedef uint16_t Shorts __attribute__((vector_size(2 * LANES)));

inline Shorts loadShorts(const uint16_t* from) {
  Shorts v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

inline Shorts loadPartShorts(const uint16_t* from, int64_t count) {
  Shorts v = {};
  __builtin_memcpy(&v, from, 2 * static_cast<uint64_t>(count));
  return v;
}

inline Vector widenBfloat16(Shorts v) { return floatsOf(__builtin_convertvector(v, Words) << 16); }

inline Vector widenFloat16(Shorts v) {
  const Words bits = __builtin_convertvector(v, Words);
  const Words magnitude = bits & 0x7fff;
  // Exponents are 112 apart; multiplying also makes subnormal halves normal.
  const Words finite = bitsOf(floatsOf(magnitude << 13) * 0x1p112f);
  const Words special = (magnitude << 13) | 0x7f800000;
  return floatsOf(((Integers)magnitude >= 0x7c00 ? special : finite) | (bits & 0x8000) << 16);
}

/// Finite floats to the nearest bfloat16, still as floats.
inline Vector roundBfloat16(Vector v) {
  const Words bits = bitsOf(v);
  return floatsOf((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000);
}

/// Finite floats to the nearest half, still as floats; infinite from 65,520 on.
inline Vector roundFloat16(Vector v) {
  const Words bits = bitsOf(v);
  const Words sign = bits & 0x80000000;
  const Words magnitude = bits ^ sign;
  const Words normal = (magnitude + 0xfff + (magnitude >> 13 & 1)) & ~0x1fffu;
  // Below 2^-14 the step is 2^-24, which is that of floats between a half and one.
  const Vector half = fill(0.5f);
  const Words small = bitsOf((floatsOf(magnitude) + half) - half);
  const Words finite = (Integers)magnitude < 0x38800000 ? small : normal;
  return floatsOf(((Integers)magnitude >= 0x477ff000 ? Words{} + 0x7f800000 : finite) | sign);
}

}  // namespace vlm::VLM_ISA
