// The kernels of ops.def as pointers, once for each instruction set.
#pragma once
#include <cstdint>
#include <vector>

namespace vlm::check {

struct Kernels {
#define VLM_KERNEL(folder, name, result, arguments) result(*name) arguments;
#include "../../ops.def"
#undef VLM_KERNEL
};

struct Level {
  const char* name;
  Kernels kernels;
};

/// The levels that this machine runs, scalar first.
std::vector<Level> levels();

}  // namespace vlm::check
