// Vectors of floats as wide as the instruction set of this translation unit has them: every kernel is written once and
// compiled once for each. GCC's and Clang's vector extensions do the rest, so the same source also runs on other machines.
#pragma once
#include <cstdint>

#ifndef VLM_ISA
#error "CMakeLists.txt compiles kernels with -DVLM_ISA=<instruction set>"
#endif

namespace vlm::VLM_ISA {

#if defined(__AVX512F__)
constexpr int LANES = 16;
#elif defined(__AVX2__)
constexpr int LANES = 8;
#else
constexpr int LANES = 4;
#endif

typedef float Vector __attribute__((vector_size(4 * LANES)));
typedef int32_t Integers __attribute__((vector_size(4 * LANES)));

inline Vector load(const float* from) {
  Vector v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

inline void store(float* to, Vector v) { __builtin_memcpy(to, &v, sizeof v); }

/// The first `count` lanes from memory, 0 <= count < LANES, the others zero.
inline Vector loadPart(const float* from, int64_t count) {
  Vector v = {};
  __builtin_memcpy(&v, from, 4 * static_cast<uint64_t>(count));
  return v;
}

inline void storePart(float* to, Vector v, int64_t count) { __builtin_memcpy(to, &v, 4 * static_cast<uint64_t>(count)); }

/// x in every lane (x − 0, which keeps the sign of a zero).
inline Vector fill(float x) { return x - Vector{}; }

inline Vector maximum(Vector a, Vector b) { return a > b ? a : b; }
inline Vector minimum(Vector a, Vector b) { return a < b ? a : b; }

/// The sum of all lanes, halves first: the same order whatever the compiler does.
inline float sum(Vector v) {
  float lanes[LANES];
  store(lanes, v);
  for (int width = LANES / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  }
  return lanes[0];
}

inline float largest(Vector v) {
  float lanes[LANES];
  store(lanes, v);
  float result = lanes[0];
  for (int i = 1; i < LANES; i++) result = lanes[i] > result ? lanes[i] : result;
  return result;
}

}  // namespace vlm::VLM_ISA
