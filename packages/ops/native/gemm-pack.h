// Matrices laid out for tiles: left-hand sides by tiles, [depth][rows of the tile], right-hand sides by panels, [depth][NR].
#pragma once
#include "gemm-tile.h"
#include "transpose.h"

namespace vlm::VLM_ISA {

/// A matrix as it lies in memory: element (row, column) at row · stride + column, or the other way round when transposed.
struct Matrix {
  const float* data;
  int64_t stride;
  bool transposed;

  const float* at(int64_t row, int64_t column) const {
    return data + (transposed ? column * stride + row : row * stride + column);
  }
  int64_t rowStep() const { return transposed ? 1 : stride; }
  int64_t columnStep() const { return transposed ? stride : 1; }
};

/// to[j · width + i] = line i at j for i < rows and j < columns: lines become columns. Lanes from `rows` to `width` become 0.
/// `read(i, j, count)` gives up to LANES neighbours of a line.
template <class Read>
inline void turn(const Read& read, int64_t rows, int64_t columns, float* to, int64_t width) {
  for (int64_t j = 0; j < columns; j += LANES) {
    const int64_t count = columns - j < LANES ? columns - j : LANES;
    // What spills over the edge is written again, where enough rows follow.
    const bool spills = j + 2 * LANES <= columns;
    for (int64_t i = 0; i < width; i += LANES) {
      Vector square[LANES];
      VLM_UNROLL
      for (int r = 0; r < LANES; r++) square[r] = i + r < rows ? read(i + r, j, count) : Vector{};
      transpose(square);
      const int64_t across = width - i < LANES ? width - i : LANES;
      float* at = to + j * width + i;
      if (count == LANES && (spills || across == LANES)) {
        VLM_UNROLL
        for (int c = 0; c < LANES; c++) store(at + c * width, square[c]);
      } else {
        for (int64_t c = 0; c < count; c++) storePart(at + c * width, square[c], across);
      }
    }
  }
}

/// The lines of a matrix of floats, as `turn` reads them.
struct Lines {
  const float* data;
  int64_t stride;

  Vector operator()(int64_t line, int64_t at, int64_t count) const {
    const float* from = data + line * stride + at;
    return count == LANES ? load(from) : loadPart(from, count);
  }
};

/// to [depth][width] = `width` neighbouring numbers of each of `depth` lines, those from `present` on 0.
inline void copyLines(const float* from, int64_t stride, int64_t depth, int64_t present, float* to, int64_t width) {
  if (present == NR && width == NR) {
    for (int64_t k = 0; k < depth; k++) {
      store(to + k * NR, load(from + k * stride));
      store(to + k * NR + LANES, load(from + k * stride + LANES));
    }
    return;
  }
  for (int64_t k = 0; k < depth; k++) {
    for (int64_t i = 0; i < present; i++) to[k * width + i] = from[k * stride + i];
    for (int64_t i = present; i < width; i++) to[k * width + i] = 0;
  }
}

/// Rows [row, row + rows) of a left-hand side as one tile, [depth][rows].
inline void packTile(const Matrix& a, int64_t row, int64_t rows, int64_t depth, float* to) {
  if (a.transposed) copyLines(a.at(row, 0), a.stride, depth, rows, to, rows);
  else turn(Lines{a.at(row, 0), a.stride}, rows, depth, to, rows);
}

/// Columns [column, column + NR) of a right-hand side as one panel, [depth][NR]; those from `columns` on are 0.
inline void packPanel(const Matrix& b, int64_t column, int64_t columns, int64_t depth, float* to) {
  const int64_t present = columns - column < NR ? columns - column : NR;
  if (b.transposed) turn(Lines{b.at(0, column), b.stride}, present, depth, to, NR);
  else copyLines(b.at(0, column), b.stride, depth, present, to, NR);
}

}  // namespace vlm::VLM_ISA
