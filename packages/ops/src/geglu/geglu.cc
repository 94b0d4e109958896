#include "gated.h"
#include "gelu.h"

namespace vlm::VLM_ISA {

/// y = gelu(gate) · up
void geglu(const float* gate, const float* up, float* y, int64_t size, bool exact) {
  exact ? gatedForward<ExactGelu>(gate, up, y, size) : gatedForward<TanhGelu>(gate, up, y, size);
}

void gegluBackward(const float* dy, const float* gate, const float* up, float* dGate, float* dUp, int64_t size,
                   bool exact) {
  exact ? gatedBackward<ExactGelu>(dy, gate, up, dGate, dUp, size)
        : gatedBackward<TanhGelu>(dy, gate, up, dGate, dUp, size);
}

}  // namespace vlm::VLM_ISA
