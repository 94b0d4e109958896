#include "parallel.h"
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

/// The tables of one token, for both halves of a head.
struct Angles {
  const float* cos;
  const float* sin;
  int64_t half;
};

/// (a, b) → (a · cos₁ − b · sin₁, b · cos₂ + a · sin₂), or the adjoint of that; T is a vector, or one float.
template <bool ADJOINT, class T>
inline void turn(T& a, T& b, T cos1, T cos2, T sin1, T sin2) {
  const T first = ADJOINT ? a * cos1 + b * sin2 : a * cos1 - b * sin1;
  b = ADJOINT ? b * cos2 - a * sin1 : b * cos2 + a * sin2;
  a = first;
}

/// y = x · scale · (weight + offset), turned; without a weight y = x, turned.
template <bool ADJOINT>
inline void turnHead(const float* x, float* y, const Angles& angles, const float* weight = nullptr, float offset = 0,
                     float scale = 1) {
  const int64_t half = angles.half;
  const float* cos = angles.cos;
  const float* sin = angles.sin;
  int64_t i = 0;
  for (; i + LANES <= half; i += LANES) {
    Vector a = load(x + i);
    Vector b = load(x + half + i);
    if (weight) {
      a = a * scale * (load(weight + i) + offset);
      b = b * scale * (load(weight + half + i) + offset);
    }
    turn<ADJOINT>(a, b, load(cos + i), load(cos + half + i), load(sin + i), load(sin + half + i));
    store(y + i, a);
    store(y + half + i, b);
  }
  for (; i < half; i++) {
    float a = x[i];
    float b = x[half + i];
    if (weight) {
      a = a * scale * (weight[i] + offset);
      b = b * scale * (weight[half + i] + offset);
    }
    turn<ADJOINT>(a, b, cos[i], cos[half + i], sin[i], sin[half + i]);
    y[i] = a;
    y[half + i] = b;
  }
}

float sumOfSquares(const float* x, int64_t size) {
  Vector total = {};
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) total += load(x + i) * load(x + i);
  float rest = 0;
  for (; i < size; i++) rest += x[i] * x[i];
  return sum(total) + rest;
}

/// dx, which holds the gradient g of the normalised head, becomes inverse · (g' − x · inverse² · mean(g' · x)) with
/// g' = g · (weight + offset); dWeight += g · x · inverse unless it is null.
inline void normSlope(const float* x, const float* weight, float offset, float inverse, float* dx, float* dWeight,
                      int64_t size) {
  Vector dots = {};
  float rest = 0;
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) {
    const Vector product = load(dx + i) * load(x + i);
    dots += product * (load(weight + i) + offset);
    if (dWeight) store(dWeight + i, load(dWeight + i) + product * inverse);
  }
  for (; i < size; i++) {
    const float product = dx[i] * x[i];
    rest += product * (weight[i] + offset);
    if (dWeight) dWeight[i] += product * inverse;
  }
  const float along = (sum(dots) + rest) / static_cast<float>(size) * inverse * inverse;
  for (i = 0; i + LANES <= size; i += LANES) {
    store(dx + i, inverse * (load(dx + i) * (load(weight + i) + offset) - load(x + i) * along));
  }
  for (; i < size; i++) dx[i] = inverse * (dx[i] * (weight[i] + offset) - x[i] * along);
}

}  // namespace

/// y = x · cos + rotateHalf(x) · sin, or the adjoint of that; x, y [tokens, heads, size], cos, sin [tokens, size].
void rotary(const float* x, const float* cos, const float* sin, float* y, int64_t tokens, int64_t heads, int64_t size,
            bool adjoint) {
  parallel(tokens, grainFor(2 * heads * size), [&](int64_t begin, int64_t end) {
    for (int64_t token = begin; token < end; token++) {
      const Angles angles = {cos + token * size, sin + token * size, size / 2};
      for (int64_t row = token * heads; row < (token + 1) * heads; row++) {
        if (adjoint) turnHead<true>(x + row * size, y + row * size, angles);
        else turnHead<false>(x + row * size, y + row * size, angles);
      }
    }
  });
}

/// `rotary` of (weight + offset) · x · inverse, inverse [tokens, heads] = 1 / √(mean(x²) + epsilon) of each head.
void normRotary(const float* x, const float* weight, const float* cos, const float* sin, float* y, float* inverse,
                int64_t tokens, int64_t heads, int64_t size, float epsilon, float offset) {
  parallel(tokens, grainFor(4 * heads * size), [&](int64_t begin, int64_t end) {
    for (int64_t token = begin; token < end; token++) {
      const Angles angles = {cos + token * size, sin + token * size, size / 2};
      for (int64_t row = token * heads; row < (token + 1) * heads; row++) {
        const float* from = x + row * size;
        const float scale = 1.0f / __builtin_sqrtf(sumOfSquares(from, size) / static_cast<float>(size) + epsilon);
        inverse[row] = scale;
        turnHead<false>(from, y + row * size, angles, weight, offset, scale);
      }
    }
  });
}

/// The gradients of `normRotary`. Unless dWeight [size] is null, blocks of tokens sum their parts of it in
/// scratch [blocks, size], which are then added in order.
void normRotaryBackward(const float* dy, const float* x, const float* weight, const float* inverse, const float* cos,
                        const float* sin, float* dx, float* dWeight, float* scratch, int64_t tokens, int64_t heads,
                        int64_t size, int64_t block, float offset) {
  const int64_t blocks = (tokens + block - 1) / block;
  parallel(blocks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; b++) {
      float* part = dWeight ? scratch + b * size : nullptr;
      if (part) __builtin_memset(part, 0, 4 * static_cast<uint64_t>(size));
      for (int64_t token = b * block; token < tokens && token < (b + 1) * block; token++) {
        const Angles angles = {cos + token * size, sin + token * size, size / 2};
        for (int64_t row = token * heads; row < (token + 1) * heads; row++) {
          turnHead<true>(dy + row * size, dx + row * size, angles);
          normSlope(x + row * size, weight, offset, inverse[row], dx + row * size, part, size);
        }
      }
    }
  });
  if (!dWeight) return;
  for (int64_t i = 0; i < size; i++) {
    float total = 0;
    for (int64_t b = 0; b < blocks; b++) total += scratch[b * size + i];
    dWeight[i] = total;
  }
}

}  // namespace vlm::VLM_ISA
