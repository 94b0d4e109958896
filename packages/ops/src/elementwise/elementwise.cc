#include "functions.h"
#include "map.h"

namespace vlm::VLM_ISA {
namespace {

/// Three dimensions of an output, and how far apart the numbers of both operands lie along each: 0 where one is repeated.
/// The last distances are 0 or 1.
struct Grid {
  int64_t outer, rows, size;
  int64_t aOuter, aRow, aStep;
  int64_t bOuter, bRow, bStep;
};

template <class Function>
void combineRange(int64_t begin, int64_t end, const Function& function, float* y, const float* a, bool aRepeats,
                  const float* b, bool bRepeats) {
  if (aRepeats && bRepeats) {
    const Vector value = function(fill(*a), fill(*b));
    mapRange(begin, end, [&](Vector) { return value; }, y, y);
  } else if (aRepeats) {
    const Vector left = fill(*a);
    mapRange(begin, end, [&](Vector right) { return function(left, right); }, y, b);
  } else if (bRepeats) {
    const Vector right = fill(*b);
    mapRange(begin, end, [&](Vector left) { return function(left, right); }, y, a);
  } else {
    mapRange(begin, end, function, y, a, b);
  }
}

template <class Function>
void combine(const float* a, const float* b, float* y, const Grid& grid, const Function& function) {
  const bool aRepeats = grid.aStep == 0;
  const bool bRepeats = grid.bStep == 0;
  if (grid.outer * grid.rows == 1) {
    parallel(grid.size, MAP_GRAIN, [&](int64_t begin, int64_t end) {
      combineRange(begin, end, function, y, a, aRepeats, b, bRepeats);
    });
    return;
  }
  parallel(grid.outer * grid.rows, grainFor(grid.size, MAP_GRAIN), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const int64_t outer = i / grid.rows;
      const int64_t row = i % grid.rows;
      const float* left = a + outer * grid.aOuter + row * grid.aRow;
      const float* right = b + outer * grid.bOuter + row * grid.bRow;
      combineRange(0, grid.size, function, y + i * grid.size, left, aRepeats, right, bRepeats);
    }
  });
}

}  // namespace

#define VLM_UNARY(name, value) \
  void name(const float* x, float* y, int64_t size) { map(size, [](Vector v) { return value; }, y, x); }

VLM_UNARY(unaryNeg, -v)
VLM_UNARY(unaryAbs, magnitude(v))
VLM_UNARY(unarySquare, v* v)
VLM_UNARY(unarySqrt, squareRoot(v))
VLM_UNARY(unaryRsqrt, 1.0f / squareRoot(v))
VLM_UNARY(unaryReciprocal, 1.0f / v)
VLM_UNARY(unaryExp, exp(v))
VLM_UNARY(unaryLog, log(v))
VLM_UNARY(unarySigmoid, sigmoid(v))
VLM_UNARY(unaryTanh, tanh(v))
VLM_UNARY(unaryErf, erf(v))

#define VLM_BINARY(name, value)                                                                                    \
  void name(const float* a, const float* b, float* y, int64_t outer, int64_t rows, int64_t size, int64_t aOuter, \
            int64_t aRow, int64_t aStep, int64_t bOuter, int64_t bRow, int64_t bStep) {                          \
    const Grid grid = {outer, rows, size, aOuter, aRow, aStep, bOuter, bRow, bStep};                             \
    combine(a, b, y, grid, [](Vector l, Vector r) { return value; });                                            \
  }

VLM_BINARY(binaryAdd, l + r)
VLM_BINARY(binarySub, l - r)
VLM_BINARY(binaryMultiply, l* r)
VLM_BINARY(binaryRealDiv, l / r)
VLM_BINARY(binarySquaredDifference, (l - r) * (l - r))
// As Math.max and Math.min: NaN where either is.
VLM_BINARY(binaryMaximum, l != l ? l : (r != r ? r : maximum(l, r)))
VLM_BINARY(binaryMinimum, l != l ? l : (r != r ? r : minimum(l, r)))

/// y = condition ? yes : no
void select(const uint8_t* condition, const float* yes, const float* no, float* y, int64_t size) {
  parallel(size, MAP_GRAIN, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) y[i] = condition[i] ? yes[i] : no[i];
  });
}

void convertIntegers(const int32_t* x, float* y, int64_t size) {
  parallel(size, MAP_GRAIN, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) y[i] = static_cast<float>(x[i]);
  });
}

void convertBytes(const uint8_t* x, float* y, int64_t size) {
  parallel(size, MAP_GRAIN, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) y[i] = static_cast<float>(x[i]);
  });
}

}  // namespace vlm::VLM_ISA
