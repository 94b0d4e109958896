#include "gemm-pairs.h"

namespace vlm::VLM_ISA {
namespace {

/// At most so many rows of so many floats are packed at a time.
constexpr int64_t CHUNK = int64_t{1} << 22;

int64_t rowsAtOnce(int64_t rows, int64_t depth) { return smaller(rows, larger(CHUNK / larger(depth, 1) / MR, 40) * MR); }
int64_t lines(int64_t floats) { return (floats + 15) / 16 * 16; }

/// How many floats an element of a packed matrix stands for.
template <class Element>
struct Width {
  static constexpr int64_t floats = 1;
};
template <>
struct Width<uint32_t> {
  static constexpr int64_t floats = 2;
};

/// y = left · panels (+ bias) + scale · low · high: one side of a linear layer, forward or backward.
struct Product {
  const float* left;
  const float* bias;
  const float* low;
  Matrix high;
  float* to;
  float* scratch;
  int64_t rows;
  /// Of the left-hand side, in floats.
  int64_t depth;
  int64_t columns;
  int64_t rank;
  float scale;

  int64_t tileSize() const { return lines(rowsAtOnce(rows, depth) * depth); }
  int64_t lowSize() const { return lines(rowsAtOnce(rows, depth) * rank); }
  int64_t highSize() const { return lines(panelsOf(columns) * rank * NR); }
  int64_t scratchSize() const { return tileSize() + lowSize() + highSize() + threads() * PANEL_BUFFER; }

  template <class Panels>
  void run(const Panels& panels) const {
    typedef typename Panels::Element Element;
    const int64_t steps = divideUp(depth, Width<Element>::floats);
    float* const lowTiles = scratch + tileSize();
    float* const highPanels = lowTiles + lowSize();
    float* const buffers = highPanels + highSize();
    const int64_t across = panelsOf(columns);
    if (rank > 0) {
      parallel(across, grainFor(rank * NR), [&](int64_t begin, int64_t end) {
        for (int64_t p = begin; p < end; p++) packPanel(high, p * NR, columns, rank, highPanels + p * rank * NR);
      });
    }
    const int64_t chunk = rowsAtOnce(rows, depth);
    for (int64_t row = 0; row < rows; row += chunk) {
      const int64_t count = smaller(chunk, rows - row);
      const Tiling tiling(count);
      Element* const tiles = reinterpret_cast<Element*>(scratch);
      parallel(tiling.tiles, grainFor(depth * MR), [&](int64_t begin, int64_t end) {
        for (int64_t t = begin; t < end; t++) {
          const int64_t first = tiling.start(t);
          pack(row + first, tiling.height(t), tiles + first * steps);
          if (rank > 0) packTile({low, rank, false}, row + first, tiling.height(t), rank, lowTiles + first * rank);
        }
      });
      const Grid grid(tiling.tiles, across, !Panels::inPlace);
      const Result result{to + row * columns, columns, columns, bias, 1, false};
      const Result more{to + row * columns, columns, columns, nullptr, scale, true};
      forTasks(grid.tasks, [&](int64_t task, int64_t slot) {
        const int64_t tile = grid.tile(task), tileEnd = grid.tileEnd(task);
        const int64_t panel = grid.panel(task), panelEnd = grid.panelEnd(task);
        multiplyBlock(Left<Element>{tiles, steps}, tiling, tile, tileEnd, panels, panel, panelEnd, result,
                      buffers + slot * PANEL_BUFFER);
        if (rank > 0) {
          multiplyBlock(Left<float>{lowTiles, rank}, tiling, tile, tileEnd, PackedPanels<float>{highPanels, rank}, panel,
                        panelEnd, more, nullptr);
        }
      });
    }
  }

 private:
  void pack(int64_t row, int64_t count, float* tile) const { packTile({left, depth, false}, row, count, depth, tile); }
#if defined(__AVX512BF16__)
  void pack(int64_t row, int64_t count, uint32_t* tile) const {
    turn(PairLines{left + row * depth, depth, depth}, count, (depth + 1) / 2, reinterpret_cast<float*>(tile), count);
  }
#endif
};

/// The forms of a packed weight, as JavaScript names them.
enum Form : int64_t { FLOAT32, BFLOAT16, FOUR_BIT, EIGHT_BIT };

/// A packed weight as JavaScript hands it over.
struct Packed {
  const uint8_t* data;
  const float* map;
  int64_t outputs;
  int64_t inputs;
  int64_t form;
  int64_t group;
  int64_t rounding;

  FloatWeight floats() const { return {reinterpret_cast<const float*>(data), inputs}; }
  Bfloat16Weight words() const { return {reinterpret_cast<const uint32_t*>(data), inputs}; }
  FourBitWeight codes() const {
    const uint32_t* first = reinterpret_cast<const uint32_t*>(data);
    const float* scales = reinterpret_cast<const float*>(first + panelsOf(outputs) * (inputs / 8) * NR);
    return {first, scales, inputs, group, rounding, tableOf(map)};
  }
  EightBitWeight bytes() const {
    const uint32_t* first = reinterpret_cast<const uint32_t*>(data);
    return {first, reinterpret_cast<const float*>(first + panelsOf(outputs) * ((inputs + 3) / 4) * NR), inputs};
  }
};

void forward(const Product& product, const Packed& weight, [[maybe_unused]] bool pairs) {
#if defined(__AVX512BF16__)
  if (pairs) {
    const int64_t depth = weight.inputs;
    if (weight.form == FLOAT32) return product.run(PairedPanels<WidenedPanels<FloatWeight>>{{weight.floats()}, depth});
    if (weight.form == BFLOAT16) return product.run(PackedPanels<uint32_t>{weight.words().data, (depth + 1) / 2});
    if (weight.form == EIGHT_BIT) return product.run(PairedPanels<WidenedPanels<EightBitWeight>>{{weight.bytes()}, depth});
    return product.run(FourBitPairs{weight.codes()});
  }
#endif
  if (weight.form == FLOAT32) return product.run(PackedPanels<float>{weight.floats().data, weight.inputs});
  if (weight.form == BFLOAT16) return product.run(WidenedPanels<Bfloat16Weight>{weight.words()});
  if (weight.form == EIGHT_BIT) return product.run(WidenedPanels<EightBitWeight>{weight.bytes()});
  product.run(WidenedPanels<FourBitWeight>{weight.codes()});
}

template <class Weight>
void backwardThrough(const Product& product, const Weight& weight, [[maybe_unused]] bool pairs) {
#if defined(__AVX512BF16__)
  if (pairs) return product.run(PairedPanels<TurnedPanels<Weight>>{{weight}, product.depth});
#endif
  product.run(TurnedPanels<Weight>{weight});
}

void backward(const Product& product, const Packed& weight, bool pairs) {
  if (weight.form == FLOAT32) return backwardThrough(product, weight.floats(), pairs);
  if (weight.form == BFLOAT16) return backwardThrough(product, weight.words(), pairs);
  if (weight.form == EIGHT_BIT) return backwardThrough(product, weight.bytes(), pairs);
  backwardThrough(product, weight.codes(), pairs);
}

/// Lines of bfloat16 as `turn` reads them, two neighbours a lane.
struct WordLines {
  const uint16_t* data;
  int64_t stride;
  int64_t columns;

  Vector operator()(int64_t line, int64_t at, int64_t) const {
    const int64_t rest = columns - 2 * at;
    Vector v = {};
    __builtin_memcpy(&v, data + line * stride + 2 * at, 2 * static_cast<uint64_t>(rest < 2 * LANES ? rest : 2 * LANES));
    return v;
  }
};

/// Lines of floats as `turn` reads them, rounded to bfloat16, two neighbours a lane.
struct RoundedLines {
  const float* data;
  int64_t stride;
  int64_t columns;

  Vector operator()(int64_t line, int64_t at, int64_t) const {
    const float* from = data + line * stride + 2 * at;
    const int64_t rest = columns - 2 * at;
    uint32_t pairs[LANES] = {};
    for (int64_t i = 0; i < LANES && 2 * i < rest; i++) {
      pairs[i] = word(from[2 * i]) | (2 * i + 1 < rest ? word(from[2 * i + 1]) << 16 : 0);
    }
    Vector v;
    __builtin_memcpy(&v, pairs, sizeof v);
    return v;
  }

  static uint32_t word(float x) {
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    if (x != x) return bits >> 16 | 0x40;
    return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  }
};

}  // namespace

/// Bytes of a packed weight [outputs, inputs]; `group` is how many neighbours along the inputs share a scale in form 2.
int64_t packedBytes(int64_t outputs, int64_t inputs, int64_t form, int64_t group) {
  const int64_t columns = panelsOf(outputs) * NR;
  if (form == FLOAT32) return columns * inputs * 4;
  if (form == BFLOAT16) return columns * ((inputs + 1) / 2) * 4;
  if (form == EIGHT_BIT) return columns * ((inputs + 3) / 4 + 1) * 4;
  return columns * (inputs / 8 + inputs / group) * 4;
}

/// Packs W [outputs, inputs], given in float32 or, where that is null, as bfloat16 words, in form 0 or 1. Floats are rounded
/// to nearest even for form 1.
void packWeight(const float* w, const uint16_t* words, uint8_t* packed, int64_t outputs, int64_t inputs, int64_t form) {
  const int64_t steps = form == FLOAT32 ? inputs : (inputs + 1) / 2;
  parallel(panelsOf(outputs), grainFor(inputs * NR), [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      float* to = reinterpret_cast<float*>(packed) + p * steps * NR;
      const int64_t row = p * NR;
      const int64_t present = smaller(outputs - row, NR);
      if (form == FLOAT32 && w) packPanel({w, inputs, true}, row, outputs, inputs, to);
      else if (w) turn(RoundedLines{w + row * inputs, inputs, inputs}, present, steps, to, NR);
      else if (form == BFLOAT16) turn(WordLines{words + row * inputs, inputs, inputs}, present, steps, to, NR);
      else {
        for (int64_t k = 0; k < inputs; k++) {
          for (int64_t i = 0; i < NR; i++) {
            const uint32_t bits = i < present ? uint32_t{words[(row + i) * inputs + k]} << 16 : 0;
            __builtin_memcpy(to + k * NR + i, &bits, sizeof bits);
          }
        }
      }
    }
  });
}

/// Packs 4-bit codes of W [outputs, inputs], two a byte, the first in its upper half, with one scale for each `group`
/// neighbours along the inputs, absmax [outputs, inputs / group]: form 2. `group` is a multiple of 8 that divides inputs.
/// A scale is absmax[i / repeat]: of blocks that span several rows.
void packFourBit(const uint8_t* codes, const float* absmax, uint8_t* packed, int64_t outputs, int64_t inputs, int64_t group,
                 int64_t repeat) {
  const int64_t words = inputs / 8;
  const int64_t groups = inputs / group;
  uint32_t* const to = reinterpret_cast<uint32_t*>(packed);
  float* const scales = reinterpret_cast<float*>(to + panelsOf(outputs) * words * NR);
  parallel(panelsOf(outputs), grainFor(inputs * NR), [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; p++) {
      for (int64_t i = 0; i < NR; i++) {
        const int64_t row = p * NR + i;
        const bool present = row < outputs;
        for (int64_t k = 0; k < words; k++) {
          uint32_t word = 0;
          for (int64_t pair = 0; present && pair < 4; pair++) {
            const uint32_t byte = codes[row * (inputs / 2) + k * 4 + pair];
            word |= byte >> 4 << (4 * pair) | (byte & 15) << (4 * pair + 16);
          }
          to[(p * words + k) * NR + i] = word;
        }
        for (int64_t g = 0; g < groups; g++) {
          scales[(p * groups + g) * NR + i] = present ? absmax[(row * groups + g) / repeat] : 0;
        }
      }
    }
  });
}

/// Packs signed bytes of W [outputs, inputs], each times its row's scale [outputs]: form 3.
void packEightBit(const uint8_t* codes, const float* scales, uint8_t* packed, int64_t outputs, int64_t inputs) {
  const int64_t words = (inputs + 3) / 4;
  uint32_t* const to = reinterpret_cast<uint32_t*>(packed);
  float* const ends = reinterpret_cast<float*>(to + panelsOf(outputs) * words * NR);
  parallel(panelsOf(outputs), grainFor(inputs * NR), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin * NR; row < end * NR; row++) {
      const int64_t p = row / NR, i = row % NR;
      for (int64_t k = 0; k < words; k++) {
        uint32_t word = 0;
        const int64_t present = row < outputs ? smaller(inputs - 4 * k, 4) : 0;
        for (int64_t byte = 0; byte < present; byte++) {
          word |= static_cast<uint32_t>(codes[row * inputs + 4 * k + byte]) << (8 * byte);
        }
        to[(p * words + k) * NR + i] = word;
      }
      ends[row] = row < outputs ? scales[row] : 0;
    }
  });
}

/// W [outputs, inputs] in float32 from any form.
void unpackWeight(const uint8_t* packed, const float* map, float* w, int64_t outputs, int64_t inputs, int64_t form,
                  int64_t group, int64_t rounding) {
  const Packed weight{packed, map, outputs, inputs, form, group, rounding};
  const auto write = [&](const auto& held) {
    parallel(panelsOf(outputs), 1, [&](int64_t begin, int64_t end) {
      float square[NR * NR] __attribute__((aligned(64)));
      for (int64_t p = begin; p < end; p++) {
        const int64_t present = smaller(outputs - p * NR, NR);
        for (int64_t k = 0; k < inputs; k += NR) {
          const int64_t count = smaller(inputs - k, NR);
          held.widen(p, k, count, square);
          for (int64_t i = 0; i < present; i++) {
            for (int64_t j = 0; j < count; j++) w[(p * NR + i) * inputs + k + j] = square[j * NR + i];
          }
        }
      }
    });
  };
  if (form == FLOAT32) write(weight.floats());
  else if (form == BFLOAT16) write(weight.words());
  else if (form == EIGHT_BIT) write(weight.bytes());
  else write(weight.codes());
}

/// Floats of scratch for a product of [rows, depth] with a packed weight that has `columns` on its other side.
int64_t linearScratch(int64_t rows, int64_t depth, int64_t columns, int64_t rank) {
  Product product{};
  product.rows = rows;
  product.depth = depth;
  product.columns = columns;
  product.rank = rank;
  return product.scratchSize();
}

/// y = x · Wᵀ (+ bias) + scale · z · bᵀ; x [rows, inputs], z [rows, rank], b [outputs, rank]. With `pairs`, x and W are
/// rounded to bfloat16 and multiplied in pairs, which only the level avx512bf16 has.
void linearForward(const float* x, const uint8_t* packed, const float* map, const float* bias, const float* z,
                   const float* b, float* y, float* scratch, int64_t rows, int64_t inputs, int64_t outputs, int64_t rank,
                   int64_t form, int64_t group, int64_t rounding, float scale, bool pairs) {
  forward({x, bias, z, {b, rank, true}, y, scratch, rows, inputs, outputs, rank, scale},
          {packed, map, outputs, inputs, form, group, rounding}, pairs);
}

/// dx = dy · W + scale · dz · a; dy [rows, outputs], dz [rows, rank], a [rank, inputs].
void linearBackward(const float* dy, const uint8_t* packed, const float* map, const float* dz, const float* a, float* dx,
                    float* scratch, int64_t rows, int64_t inputs, int64_t outputs, int64_t rank, int64_t form,
                    int64_t group, int64_t rounding, float scale, bool pairs) {
  backward({dy, nullptr, dz, {a, inputs, false}, dx, scratch, rows, outputs, inputs, rank, scale},
           {packed, map, outputs, inputs, form, group, rounding}, pairs);
}

}  // namespace vlm::VLM_ISA
