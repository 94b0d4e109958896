#include "gelu.h"
#include "map.h"

namespace vlm::VLM_ISA {
namespace {

template <class Form>
void forward(const float* x, float* y, int64_t size) {
  map(size, [](Vector v) { return v * Form::share(v); }, y, x);
}

template <class Form>
void backward(const float* dy, const float* x, float* dx, int64_t size) {
  map(size, [](Vector d, Vector v) { return d * Form::slope(v, Form::share(v)); }, dx, dy, x);
}

}  // namespace

void gelu(const float* x, float* y, int64_t size, bool exact) {
  exact ? forward<ExactGelu>(x, y, size) : forward<TanhGelu>(x, y, size);
}

/// dx = dy · gelu′(x)
void geluBackward(const float* dy, const float* x, float* dx, int64_t size, bool exact) {
  exact ? backward<ExactGelu>(dy, x, dx, size) : backward<TanhGelu>(dy, x, dx, size);
}

}  // namespace vlm::VLM_ISA
