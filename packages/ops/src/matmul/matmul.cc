#include "gemm-drive.h"

namespace vlm::VLM_ISA {
namespace {

/// Products of fewer operations run on one thread, several of a batch at a time.
constexpr int64_t SMALL = int64_t{1} << 21;
/// At most so many floats of a left or a right-hand side are packed at a time.
constexpr int64_t CHUNK = int64_t{1} << 22;

/// How a product of these sizes goes: which sides are used as they lie, and how much of the others is packed at a time.
struct Plan {
  bool leftAsIs;
  bool rightAsIs;
  int64_t rows;
  int64_t panels;

  Plan(int64_t m, int64_t n, int64_t k, bool transposeB)
      : leftAsIs(n <= NR && m > 4 * MR), rightAsIs(!transposeB && m <= 3 * MR && n >= NR) {
    const int64_t depth = larger(k, 1);
    rows = smaller(m, larger(CHUNK / depth / MR, 40) * MR);
    panels = smaller(panelsOf(n), larger(CHUNK / depth / NR, TASK_PANELS));
  }

  int64_t leftSize(int64_t k) const { return leftAsIs ? 0 : rows * k; }
  int64_t rightSize(int64_t k) const { return (rightAsIs ? 1 : panels) * k * NR; }
  /// Floats of scratch, in whole cache lines.
  int64_t size(int64_t k) const { return (leftSize(k) + 15) / 16 * 16 + (rightSize(k) + 15) / 16 * 16; }
};

struct Shape {
  int64_t m;
  int64_t n;
  int64_t k;
};

/// Few columns: one packed panel, the left-hand side read once as it lies.
void multiplyNarrow(const Shape& shape, const Matrix& a, const float* panels, const Result& result) {
  const Tiling tiling(shape.m);
  parallel(tiling.tiles, larger(1, divideUp(tiling.tiles, 4 * threads())), [&](int64_t begin, int64_t end) {
    for (int64_t step = 0; step == 0 || step < shape.k; step += KC) {
      const int64_t count = smaller(shape.k - step, KC);
      for (int64_t t = begin; t < end; t++) {
        withRows<MR>(tiling.height(t), [&](auto rows) {
          const int64_t row = tiling.start(t);
          stridedTile<decltype(rows)::count>(count, a.at(row, step), a.rowStep(), a.columnStep(), panels + step * NR, NR,
                                             result.target(row, 0, step == 0));
        });
      }
    }
  });
}

/// Few rows: packed tiles, the right-hand side read once as it lies, but for its last columns, which are a packed panel.
void multiplyFlat(const Shape& shape, const float* tiles, const Matrix& b, const float* last, const Result& result) {
  const Tiling tiling(shape.m);
  const int64_t whole = shape.n / NR;
  const int64_t panels = panelsOf(shape.n);
  parallel(panels, larger(1, divideUp(panels, 4 * threads())), [&](int64_t begin, int64_t end) {
    for (int64_t step = 0; step == 0 || step < shape.k; step += KC) {
      const int64_t count = smaller(shape.k - step, KC);
      for (int64_t p = begin; p < end; p++) {
        const float* right = p < whole ? b.at(step, p * NR) : last + step * NR;
        const int64_t stride = p < whole ? b.stride : NR;
        for (int64_t t = 0; t < tiling.tiles; t++) {
          withRows<MR>(tiling.height(t), [&](auto rows) {
            constexpr int ROWS = decltype(rows)::count;
            const int64_t row = tiling.start(t);
            stridedTile<ROWS>(count, tiles + row * shape.k + step * ROWS, 1, ROWS, right, stride,
                              result.target(row, p, step == 0));
          });
        }
      }
    }
  });
}

void packTiles(const Matrix& a, int64_t first, int64_t rows, int64_t depth, float* to) {
  const Tiling tiling(rows);
  parallel(tiling.tiles, grainFor(depth * MR), [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; t++) {
      packTile(a, first + tiling.start(t), tiling.height(t), depth, to + tiling.start(t) * depth);
    }
  });
}

void multiply(const Shape& shape, const Matrix& a, const Matrix& b, const Result& whole, float* scratch) {
  const auto [m, n, k] = shape;
  if (m == 0 || n == 0) return;
  const Plan plan(m, n, k, b.transposed);
  float* const tiles = scratch;
  float* const panels = scratch + (plan.leftSize(k) + 15) / 16 * 16;
  if (plan.rightAsIs && !plan.leftAsIs) {
    packTiles(a, 0, m, k, tiles);
    if (n % NR) packPanel(b, n / NR * NR, n, k, panels);
    return multiplyFlat(shape, tiles, b, panels, whole);
  }
  if (plan.leftAsIs) {
    packPanel(b, 0, n, k, panels);
    return multiplyNarrow(shape, a, panels, whole);
  }
  for (int64_t panel = 0; panel < panelsOf(n); panel += plan.panels) {
    const int64_t wide = smaller(plan.panels, panelsOf(n) - panel);
    parallel(wide, grainFor(k * NR), [&](int64_t begin, int64_t end) {
      for (int64_t p = begin; p < end; p++) packPanel(b, (panel + p) * NR, n, k, panels + p * k * NR);
    });
    for (int64_t row = 0; row < m; row += plan.rows) {
      const int64_t rows = smaller(plan.rows, m - row);
      packTiles(a, row, rows, k, tiles);
      const Tiling tiling(rows);
      const Grid grid(tiling.tiles, wide, false);
      Result part = whole;
      part.to += row * whole.stride + panel * NR;
      part.columns -= panel * NR;
      if (part.bias) part.bias += panel * NR;
      forTasks(grid.tasks, [&](int64_t task, int64_t) {
        multiplyBlock(Left<float>{tiles, k}, tiling, grid.tile(task), grid.tileEnd(task), PackedPanels<float>{panels, k},
                      grid.panel(task), grid.panelEnd(task), part, nullptr);
      });
    }
  }
}

/// Whether the products of a batch are shared out, one to a thread at a time.
bool sharesBatch(int64_t batch, int64_t m, int64_t n, int64_t k) { return batch > 1 && m * n * k <= SMALL; }

}  // namespace

/// Floats of scratch that `matmul` needs for the same arguments.
int64_t matmulScratch(int64_t batch, int64_t m, int64_t n, int64_t k, bool transposeB) {
  const int64_t size = Plan(m, n, k, transposeB).size(k);
  return sharesBatch(batch, m, n, k) ? size * smaller(batch, threads()) : size;
}

/// c = alpha · op(a) · op(b) (+ bias) (+ c), `batch` times; a [m, k] or [k, m], b [k, n] or [n, k], c [m, n], whose rows lie
/// lda, ldb and ldc apart, matrices of the batch strideA, strideB and strideC; bias [n] or null.
void matmul(const float* a, const float* b, const float* bias, float* c, float* scratch, int64_t batch, int64_t m, int64_t n, int64_t k,
            int64_t lda, int64_t ldb, int64_t ldc, int64_t strideA, int64_t strideB, int64_t strideC, bool transposeA,
            bool transposeB, float alpha, bool add) {
  const auto one = [&](int64_t i, float* memory) {
    multiply({m, n, k}, {a + i * strideA, lda, transposeA}, {b + i * strideB, ldb, transposeB},
             {c + i * strideC, ldc, n, bias, alpha, add}, memory);
  };
  if (sharesBatch(batch, m, n, k)) {
    const int64_t size = Plan(m, n, k, transposeB).size(k);
    forTasks(batch, [&](int64_t i, int64_t slot) { one(i, scratch + slot * size); });
  } else {
    for (int64_t i = 0; i < batch; i++) one(i, scratch);
  }
}

}  // namespace vlm::VLM_ISA
