// The same function on every number of one or several arrays of equal size.
#pragma once
#include "parallel.h"
#include "vector.h"

namespace vlm::VLM_ISA {

/// Numbers that one thread takes at a time: a multiple of LANES, so that where ranges meet changes no result.
constexpr int64_t MAP_GRAIN = 16384;

/// y[i] = function(from[i]…) for begin <= i < end; the last, partial vector is filled up with zeros.
template <class Function, class... From>
inline void mapRange(int64_t begin, int64_t end, const Function& function, float* y, From... from) {
  int64_t i = begin;
  for (; i + LANES <= end; i += LANES) store(y + i, function(load(from + i)...));
  if (i < end) storePart(y + i, function(loadPart(from + i, end - i)...), end - i);
}

/// mapRange over 0 <= i < size on all threads.
template <class Function, class... From>
inline void map(int64_t size, const Function& function, float* y, From... from) {
  parallel(size, MAP_GRAIN, [&](int64_t begin, int64_t end) { mapRange(begin, end, function, y, from...); });
}

}  // namespace vlm::VLM_ISA
