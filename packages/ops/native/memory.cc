#include "memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

namespace vlm {
namespace {

[[maybe_unused]] constexpr std::size_t HUGE_PAGE = std::size_t{2} << 20;

/// A page fault costs about as much as touching its 4 kB a few times over; huge pages take 512 times fewer.
void* reserve(std::size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
  // Not a byte more than asked for, so that a step beyond the end is seen.
  return std::malloc(bytes);
#else
  const std::size_t alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : 64;
  void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
#if defined(MADV_HUGEPAGE)
  if (memory && alignment == HUGE_PAGE) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
#endif
}

void release(napi_env, void* memory, void*) { std::free(memory); }

}  // namespace

napi_value allocate(napi_env env, napi_callback_info info) {
  std::size_t count = 1;
  napi_value argument;
  int64_t bytes = 0;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  if (count < 1 || napi_get_value_int64(env, argument, &bytes) != napi_ok || bytes <= 0) {
    napi_throw_type_error(env, nullptr, "ops.native.allocate: expected a positive number of bytes");
    return nullptr;
  }
  void* memory = reserve(static_cast<std::size_t>(bytes));
  napi_value buffer = nullptr;
  if (!memory) {
    napi_throw_range_error(env, nullptr, "ops.native.allocate: the machine has no memory of this size left");
  } else if (napi_create_external_arraybuffer(env, memory, static_cast<std::size_t>(bytes), release, nullptr, &buffer) !=
             napi_ok) {
    std::free(memory);
    napi_throw_error(env, nullptr, "ops.native.allocate: this JavaScript engine takes no outside memory");
  }
  return buffer;
}

}  // namespace vlm
