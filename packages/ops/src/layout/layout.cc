#include "parallel.h"
#include "transpose.h"
#include "vector.h"

namespace vlm::VLM_ISA {
namespace {

inline void copy(float* to, const float* from, int64_t size) {
  if (size == 1) *to = *from;
  else __builtin_memcpy(to, from, 4 * static_cast<uint64_t>(size));
}

/// y[j][i] = x[i][j] for a square of LANES rows that lie `xStride` and `yStride` apart.
inline void turnSquare(const float* x, int64_t xStride, float* y, int64_t yStride) {
  Vector rows[LANES];
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) rows[i] = load(x + i * xStride);
  transpose(rows);
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) store(y + i * yStride, rows[i]);
}

/// Rows and columns of a block that is turned at once: both its sides fit into the nearest cache.
constexpr int64_t TILE = 32;

/// y [columns, rows] = xᵀ for the part firstColumn <= column < endColumn.
void turn(const float* x, float* y, int64_t rows, int64_t columns, int64_t firstColumn, int64_t endColumn) {
  for (int64_t row = 0; row < rows; row += TILE) {
    const int64_t endRow = row + TILE < rows ? row + TILE : rows;
    int64_t j = firstColumn;
    for (; j + LANES <= endColumn; j += LANES) {
      int64_t i = row;
      for (; i + LANES <= endRow; i += LANES) turnSquare(x + i * columns + j, columns, y + j * rows + i, rows);
      for (; i < endRow; i++) {
        for (int64_t lane = 0; lane < LANES; lane++) y[(j + lane) * rows + i] = x[i * columns + j + lane];
      }
    }
    for (; j < endColumn; j++) {
      for (int64_t i = row; i < endRow; i++) y[j * rows + i] = x[i * columns + j];
    }
  }
}

}  // namespace

/// y [batch, columns, rows, inner] = x [batch, rows, columns, inner] with its middle dimensions exchanged.
void transpose(const float* x, float* y, int64_t batch, int64_t rows, int64_t columns, int64_t inner) {
  if (inner > 1) {
    parallel(batch * columns, grainFor(rows * inner), [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) {
        const float* from = x + (i / columns * rows * columns + i % columns) * inner;
        float* to = y + i * rows * inner;
        for (int64_t row = 0; row < rows; row++) copy(to + row * inner, from + row * columns * inner, inner);
      }
    });
    return;
  }
  const int64_t stripes = (columns + TILE - 1) / TILE;
  parallel(batch * stripes, grainFor(rows * TILE), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const int64_t offset = i / stripes * rows * columns;
      const int64_t first = i % stripes * TILE;
      turn(x + offset, y + offset, rows, columns, first, first + TILE < columns ? first + TILE : columns);
    }
  });
}

/// `count` blocks of `size` numbers from xStart, xStart + xStride … to yStart, yStart + yStride …
void copyBlocks(const float* x, float* y, int64_t count, int64_t size, int64_t xStart, int64_t xStride, int64_t yStart,
                int64_t yStride) {
  if (count == 1) {
    parallel(size, 65536, [&](int64_t begin, int64_t end) { copy(y + yStart + begin, x + xStart + begin, end - begin); });
    return;
  }
  parallel(count, grainFor(size), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) copy(y + yStart + i * yStride, x + xStart + i * xStride, size);
  });
}

}  // namespace vlm::VLM_ISA
