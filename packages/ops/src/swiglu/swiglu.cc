#include "functions.h"
#include "gated.h"

namespace vlm::VLM_ISA {
namespace {

struct Silu {
  static Vector share(Vector x) { return sigmoid(x); }
  static Vector slope(Vector x, Vector share) { return share * (1.0f + x * (1.0f - share)); }
};

}  // namespace

/// y = gate · σ(gate) · up
void swiglu(const float* gate, const float* up, float* y, int64_t size) { gatedForward<Silu>(gate, up, y, size); }

void swigluBackward(const float* dy, const float* gate, const float* up, float* dGate, float* dUp, int64_t size) {
  gatedBackward<Silu>(dy, gate, up, dGate, dUp, size);
}

}  // namespace vlm::VLM_ISA
