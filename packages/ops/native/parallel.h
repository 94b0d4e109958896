// Work for several threads. One pool serves the process; a call that finds it busy, or comes from inside a job, runs alone.
#pragma once
#include <cstdint>

namespace vlm {

typedef void (*RangeFunction)(void* context, int64_t begin, int64_t end);

/// Calls `function` with ranges that cover 0 <= i < count, `grain` long but for the last. Which thread takes which range is
/// left to chance: results must not depend on it.
void runRanges(int64_t count, int64_t grain, RangeFunction function, void* context);

/// How many threads work on jobs that this thread starts, itself included.
void setThreads(int64_t threads);
int64_t threads();

}  // namespace vlm

#ifdef VLM_ISA
namespace vlm::VLM_ISA {

/// runRanges for a function object: `parallel(rows, 16, [&](int64_t begin, int64_t end) { … })`.
template <class Function>
inline void parallel(int64_t count, int64_t grain, const Function& function) {
  if (count <= grain || threads() == 1) {
    if (count > 0) function(int64_t{0}, count);
    return;
  }
  runRanges(
      count, grain,
      [](void* context, int64_t begin, int64_t end) { (*static_cast<const Function*>(context))(begin, end); },
      const_cast<void*>(static_cast<const void*>(&function)));
}

/// Ranges of about `work` operations each, for rows of `cost` operations.
inline int64_t grainFor(int64_t cost, int64_t work = 32768) {
  const int64_t rows = work / (cost > 0 ? cost : 1);
  return rows > 1 ? rows : 1;
}

}  // namespace vlm::VLM_ISA
#endif
