// Gated activations, y = gate · share(gate) · up, for any share.
#pragma once
#include "map.h"

namespace vlm::VLM_ISA {

template <class Form>
inline void gatedForward(const float* gate, const float* up, float* y, int64_t size) {
  map(size, [](Vector g, Vector u) { return g * Form::share(g) * u; }, y, gate, up);
}

/// dGate = dy · up · slope(gate), dUp = dy · gate · share(gate)
template <class Form>
inline void gatedBackward(const float* dy, const float* gate, const float* up, float* dGate, float* dUp, int64_t size) {
  const auto both = [](Vector d, Vector g, Vector u, Vector& toGate, Vector& toUp) {
    const Vector share = Form::share(g);
    toGate = d * u * Form::slope(g, share);
    toUp = d * (g * share);
  };
  parallel(size, MAP_GRAIN, [&](int64_t begin, int64_t end) {
    Vector toGate, toUp;
    int64_t i = begin;
    for (; i + LANES <= end; i += LANES) {
      both(load(dy + i), load(gate + i), load(up + i), toGate, toUp);
      store(dGate + i, toGate);
      store(dUp + i, toUp);
    }
    const int64_t rest = end - i;
    if (rest == 0) return;
    both(loadPart(dy + i, rest), loadPart(gate + i, rest), loadPart(up + i, rest), toGate, toUp);
    storePart(dGate + i, toGate, rest);
    storePart(dUp + i, toUp, rest);
  });
}

}  // namespace vlm::VLM_ISA
