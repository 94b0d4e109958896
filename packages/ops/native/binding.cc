// The addon: for each instruction set that this machine can run, an object with all kernels of ops.def.
#include <cstring>

#include "binder.h"
#include "machine.h"
#include "memory.h"
#include "parallel.h"

#define VLM_KERNEL(folder, name, result, arguments) result name arguments;
namespace vlm::scalar {
#include "../ops.def"
}
#if defined(__x86_64__)
namespace vlm::avx2 {
#include "../ops.def"
}
namespace vlm::avx512 {
#include "../ops.def"
}
namespace vlm::avx512bf16 {
#include "../ops.def"
}
#endif
#undef VLM_KERNEL

namespace vlm {
namespace {

#define VLM_KERNEL(folder, name, result, arguments) expose<&VLM_LEVEL::name>(env, object, #name);
void exposeScalar(napi_env env, napi_value object) {
#define VLM_LEVEL scalar
#include "../ops.def"
#undef VLM_LEVEL
}
#if defined(__x86_64__)
void exposeAvx2(napi_env env, napi_value object) {
#define VLM_LEVEL avx2
#include "../ops.def"
#undef VLM_LEVEL
}
void exposeAvx512(napi_env env, napi_value object) {
#define VLM_LEVEL avx512
#include "../ops.def"
#undef VLM_LEVEL
}
void exposeAvx512Bf16(napi_env env, napi_value object) {
#define VLM_LEVEL avx512bf16
#include "../ops.def"
#undef VLM_LEVEL
}
#endif
#undef VLM_KERNEL

struct Level {
  const char* name;
  bool (*runs)();
  void (*exposeKernels)(napi_env, napi_value);
};

const Level levels[] = {
    {"scalar", [] { return true; }, exposeScalar},
#if defined(__x86_64__)
    {"avx2", runsAvx2, exposeAvx2},
    {"avx512", runsAvx512, exposeAvx512},
    {"avx512bf16", runsAvx512Bf16, exposeAvx512Bf16},
#endif
};

}  // namespace
}  // namespace vlm

/// { levels: { scalar: { rmsNorm, … }, avx2: … }, allocate, exact, setThreads, threads }, the best level last.
NAPI_MODULE_INIT() {
  napi_value kernels;
  napi_create_object(env, &kernels);
  for (const auto& level : vlm::levels) {
    if (!level.runs()) continue;
    napi_value object;
    napi_create_object(env, &object);
    level.exposeKernels(env, object);
    napi_set_named_property(env, kernels, level.name, object);
  }
  napi_set_named_property(env, exports, "levels", kernels);
  napi_value allocate;
  napi_create_function(env, "allocate", NAPI_AUTO_LENGTH, vlm::allocate, nullptr, &allocate);
  napi_set_named_property(env, exports, "allocate", allocate);
  napi_value exact;
#if defined(__SANITIZE_ADDRESS__)
  napi_get_boolean(env, true, &exact);
#else
  napi_get_boolean(env, false, &exact);
#endif
  napi_set_named_property(env, exports, "exact", exact);
  vlm::expose<&vlm::setThreads>(env, exports, "setThreads");
  vlm::expose<&vlm::threads>(env, exports, "threads");
  return exports;
}
