// Memory for tensors and weights: aligned to cache lines, in huge pages where it is large.
#pragma once
#include <node_api.h>

namespace vlm {

/// allocate(bytes): an ArrayBuffer of memory that is not cleared. Throws a RangeError when there is none left.
napi_value allocate(napi_env env, napi_callback_info info);

}  // namespace vlm
