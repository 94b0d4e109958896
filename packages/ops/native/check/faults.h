// Kernels that are wrong on purpose: a check that does not find them is worth nothing.
#pragma once
#include "kernels.h"

namespace vlm::check {

/// Whether all faults are found, and nothing besides; prints what is not.
bool findsFaults(const Level& scalar);

}  // namespace vlm::check
