// Which instruction sets this machine can run, its operating system included.
#pragma once

namespace vlm {

#if defined(__x86_64__)
inline bool runsAvx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}
inline bool runsAvx512() {
  return runsAvx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
inline bool runsAvx512Bf16() { return runsAvx512() && __builtin_cpu_supports("avx512bf16"); }
#endif

}  // namespace vlm
