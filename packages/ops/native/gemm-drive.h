// Products of packed tiles with panels, block by block so that what is used again lies in a cache, on all threads.
#pragma once
#include "gemm-pack.h"
#include "parallel.h"

namespace vlm::VLM_ISA {

/// Panels of one task: with KC steps of them in depth they fill half of a second-level cache.
constexpr int64_t TASK_PANELS = 256 / NR;
/// Rows of one task of several.
constexpr int64_t TASK_TILES = 240 / MR;
/// What a thread needs to lay out the panels of a task, in floats.
constexpr int64_t PANEL_BUFFER = TASK_PANELS * KC * NR;

inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
inline int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }
inline int64_t divideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// Calls `function(task, slot)` for all tasks; no two calls at a time have the same slot, slot < threads().
template <class Function>
inline void forTasks(int64_t tasks, const Function& function) {
  int64_t next = 0;
  parallel(smaller(threads(), tasks), 1, [&](int64_t begin, int64_t end) {
    for (int64_t slot = begin; slot < end; slot++) {
      for (;;) {
        const int64_t task = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
        if (task >= tasks) break;
        function(task, slot);
      }
    }
  });
}

/// Panels packed before, and used where they lie: [panel][depth][NR].
template <class Type>
struct PackedPanels {
  typedef Type Element;
  static constexpr bool inPlace = true;
  /// Up to how many rows panels that are not in place are multiplied without being laid out first.
  static constexpr int direct = 0;

  const Type* data;
  int64_t depth;

  const Type* at(int64_t panel, int64_t step) const { return data + (panel * depth + step) * NR; }
};

/// A left-hand side packed by tiles.
template <class Element>
struct Left {
  const Element* tiles;
  int64_t depth;
};

/// Where a product goes, as `Target`.
struct Result {
  float* to;
  int64_t stride;
  int64_t columns;
  const float* bias;
  float alpha;
  bool add;

  Target target(int64_t row, int64_t panel, bool first) const {
    return {to + row * stride + panel * NR, stride, columns - panel * NR, first && bias ? bias + panel * NR : nullptr,
            alpha,                          add || !first};
  }
};

/// How many panels side by side keep the units busy with so few rows.
constexpr int panelsAtOnce(int rows) { return rows == 1 ? 4 : rows <= 3 ? 2 : 1; }

/// Tiles [tile, tileEnd) times panels [panel, panelEnd).
template <class Panels>
inline void multiplyBlock(const Left<typename Panels::Element>& left, const Tiling& tiling, int64_t tile, int64_t tileEnd,
                          const Panels& panels, int64_t panel, int64_t panelEnd, const Result& result, float* buffer) {
  typedef typename Panels::Element Element;
  for (int64_t step = 0; step == 0 || step < left.depth; step += KC) {
    const int64_t count = smaller(left.depth - step, KC);
    const bool first = step == 0;
    if constexpr (Panels::direct > 0) {
      if (tiling.tiles == 1 && tiling.height(0) <= Panels::direct) {
        withRows<Panels::direct>(tiling.height(0), [&](auto rows) {
          panels.template multiply<decltype(rows)::count>(left.tiles + step * decltype(rows)::count, panel, panelEnd, step,
                                                          count, result, first);
        });
        continue;
      }
    }
    const Element* base;
    int64_t apart;
    if constexpr (Panels::inPlace) {
      base = panels.at(panel, step);
      apart = left.depth * NR;
    } else {
      Element* laid = reinterpret_cast<Element*>(buffer);
      apart = KC * NR;
      for (int64_t p = panel; p < panelEnd; p++) panels.layOut(p, step, count, laid + (p - panel) * apart);
      base = laid;
    }
    for (int64_t t = tile; t < tileEnd; t++) {
      withRows<MR>(tiling.height(t), [&](auto rows) {
        constexpr int ROWS = decltype(rows)::count;
        constexpr int AT_ONCE = panelsAtOnce(ROWS);
        const int64_t row = tiling.start(t);
        const Element* a = left.tiles + row * left.depth + step * ROWS;
        int64_t p = panel;
        for (; p + AT_ONCE <= panelEnd; p += AT_ONCE) {
          packedTile<ROWS, AT_ONCE>(count, a, base + (p - panel) * apart, apart, result.target(row, p, first));
        }
        for (; AT_ONCE > 1 && p < panelEnd; p++) {
          packedTile<ROWS, 1>(count, a, base + (p - panel) * apart, apart, result.target(row, p, first));
        }
      });
    }
  }
}

/// The tasks of a product: blocks of tiles by blocks of panels, some for each thread.
struct Grid {
  int64_t tiles;
  int64_t panels;
  int64_t tileBlock;
  int64_t panelBlock;
  int64_t across;
  int64_t tasks;

  /// @param laidOut whether panels must be laid out by each task, so that tall blocks are better
  Grid(int64_t tiles, int64_t panels, bool laidOut) : tiles(tiles), panels(panels) {
    const int64_t wanted = threads() > 1 ? 4 * threads() : 1;
    panelBlock = larger(1, smaller(TASK_PANELS, divideUp(panels, wanted)));
    if (panelBlock > 4) panelBlock = panelBlock / 4 * 4;
    across = divideUp(panels, panelBlock);
    tileBlock = larger(1, smaller(laidOut ? 4 * TASK_TILES : TASK_TILES, tiles));
    // A grid that is coarse one way is cut finer the other way.
    const int64_t down = divideUp(wanted, larger(across, 1));
    if (divideUp(tiles, tileBlock) < down) tileBlock = larger(1, divideUp(tiles, down));
    tasks = across * divideUp(tiles, tileBlock);
  }

  int64_t tile(int64_t task) const { return task / across * tileBlock; }
  int64_t tileEnd(int64_t task) const { return smaller(tiles, tile(task) + tileBlock); }
  int64_t panel(int64_t task) const { return task % across * panelBlock; }
  int64_t panelEnd(int64_t task) const { return smaller(panels, panel(task) + panelBlock); }
};

}  // namespace vlm::VLM_ISA
