#include "kernels.h"

#include "../machine.h"

#define VLM_KERNEL(folder, name, result, arguments) result name arguments;
namespace vlm::scalar {
#include "../../ops.def"
}
#if defined(__x86_64__)
namespace vlm::avx2 {
#include "../../ops.def"
}
namespace vlm::avx512 {
#include "../../ops.def"
}
namespace vlm::avx512bf16 {
#include "../../ops.def"
}
#endif
#undef VLM_KERNEL

namespace vlm::check {
namespace {

#define VLM_KERNEL(folder, name, result, arguments) vlm::VLM_LEVEL::name,
const Level scalar = {"scalar", {
#define VLM_LEVEL scalar
#include "../../ops.def"
#undef VLM_LEVEL
}};
#if defined(__x86_64__)
const Level avx2 = {"avx2", {
#define VLM_LEVEL avx2
#include "../../ops.def"
#undef VLM_LEVEL
}};
const Level avx512 = {"avx512", {
#define VLM_LEVEL avx512
#include "../../ops.def"
#undef VLM_LEVEL
}};
const Level avx512bf16 = {"avx512bf16", {
#define VLM_LEVEL avx512bf16
#include "../../ops.def"
#undef VLM_LEVEL
}};
#endif
#undef VLM_KERNEL

}  // namespace

std::vector<Level> levels() {
  std::vector<Level> found = {scalar};
#if defined(__x86_64__)
  if (runsAvx2()) found.push_back(avx2);
  if (runsAvx512()) found.push_back(avx512);
  if (runsAvx512Bf16()) found.push_back(avx512bf16);
#endif
  return found;
}

}  // namespace vlm::check
