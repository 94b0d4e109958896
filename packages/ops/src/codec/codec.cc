// bitsandbytes' codec, to the bit: CMake compiles this file without contracting a product and a sum into one rounding.
#include "codec.h"

#include "parallel.h"

namespace vlm::VLM_ISA {
namespace {

/// Numbers of a range that one thread works on at a time, in whole blocks.
inline int64_t blocksAtOnce(int64_t blockSize) { return grainFor(blockSize, 1 << 15); }

inline int64_t blockCount(int64_t size, int64_t blockSize) { return (size + blockSize - 1) / blockSize; }

/// The place of the first number that is not finite, −1 where there is none; the blocks' scales say which block to search.
template <class Source>
int64_t firstNotFinite(const Source& source, const float* absmax, int64_t size, int64_t blockSize) {
  for (int64_t block = 0; block < blockCount(size, blockSize); block++) {
    if (__builtin_isfinite(absmax[block])) continue;
    for (int64_t i = block * blockSize;; i++) {
      if (!__builtin_isfinite(source.part(i, 1)[0])) return i;
    }
  }
  return -1;
}

/// Packs the numbers of one block.
template <class Source, class Encode>
inline void encodeBlock(const Source& source, const Encode& encode, float inverse, uint8_t* packed, int64_t begin,
                        int64_t end) {
  Words codes[4];
  int64_t i = begin;
  for (; i + CODES <= end; i += CODES) {
    for (int k = 0; k < 4; k++) codes[k] = encode(source.whole(i + k * LANES) * inverse);
    packNibbles(packed + i / 2, codes);
  }
  if (i == end) return;
  uint8_t rest[CODES / 2];
  for (int k = 0; k < 4; k++) {
    const int64_t left = end - i - k * LANES;
    codes[k] = encode(source.part(i + k * LANES, left < 0 ? 0 : left < LANES ? left : LANES) * inverse);
    // Where the inverse is infinite, the zeros behind the numbers have become NaN.
    if (left > 0 && left < LANES) codes[k][left] = encode(Vector{})[0];
  }
  packNibbles(rest, codes);
  __builtin_memcpy(packed + i / 2, rest, static_cast<uint64_t>(end - i + 1) / 2);
}

template <class Source, class Encode>
int64_t encodeBlocks(const Source& source, const Encode& encode, uint8_t* packed, float* absmax, int64_t size,
                     int64_t blockSize) {
  parallel(blockCount(size, blockSize), blocksAtOnce(blockSize), [&](int64_t first, int64_t last) {
    for (int64_t block = first; block < last; block++) {
      const int64_t begin = block * blockSize;
      const int64_t end = begin + blockSize < size ? begin + blockSize : size;
      absmax[block] = largestMagnitude(source, begin, end);
      encodeBlock(source, encode, inverseOf(absmax[block]), packed, begin, end);
    }
  });
  return firstNotFinite(source, absmax, size, blockSize);
}

template <class Source>
int64_t encodeFourBit(const Source& source, uint8_t* packed, float* absmax, const FourBitLimits& limits,
                      const int32_t* order, int64_t size, int64_t blockSize) {
  const auto count = [&](Vector share) { return countBelow(limits, share); };
  if (!order) return encodeBlocks(source, count, packed, absmax, size, blockSize);
  float codes[16];
  __builtin_memcpy(codes, order, sizeof codes);
  const Table table = tableOf(codes);
  const auto ordered = [&](Vector share) { return bitsOf(lookup(table, count(share))); };
  return encodeBlocks(source, ordered, packed, absmax, size, blockSize);
}

}  // namespace

/// Codes and scales of `size` numbers, from x or, where that is null, from 16-bit words: bfloat16, or halves where
/// `isFloat16`. A number's code is order[how many of the 15 limits lie strictly below its share of the largest magnitude];
/// a null order is the identity. packed [⌈size / 2⌉], absmax [⌈size / blockSize⌉], blockSize a multiple of 32.
/// Returns the place of the first number that is not finite, or −1.
int64_t quantizeFourBit(const float* x, const uint16_t* words, bool isFloat16, uint8_t* packed, float* absmax,
                        const float* limits, const int32_t* order, int64_t size, int64_t blockSize) {
  const FourBitLimits steps = limitsOf(limits);
  if (x) return encodeFourBit(Floats{x}, packed, absmax, steps, order, size, blockSize);
  if (isFloat16) return encodeFourBit(Halves{words}, packed, absmax, steps, order, size, blockSize);
  return encodeFourBit(Bfloats{words}, packed, absmax, steps, order, size, blockSize);
}

/// y[i] = round(map[code] · scale) for begin <= i < end, into y from 0 on; `rounding` 0: float32, 1: bfloat16, 2: half.
/// A block's scale is absmax[block], or where there are scaleCodes
/// scaleMap[scaleCodes[block]] · absmax[block / scaleBlock] + offset.
void dequantizeFourBit(const uint8_t* packed, const float* map, const float* absmax, const uint8_t* scaleCodes,
                       const float* scaleMap, float offset, int64_t scaleBlock, float* y, int64_t begin, int64_t end,
                       int64_t blockSize, int64_t rounding) {
  const Table shares = tableOf(map);
  const int64_t start = begin / blockSize;
  parallel(blockCount(end, blockSize) - start, blocksAtOnce(blockSize), [&](int64_t first, int64_t last) {
    for (int64_t block = start + first; block < start + last; block++) {
      float scale = absmax[scaleCodes ? block / scaleBlock : block];
      if (scaleCodes) scale = scaleMap[scaleCodes[block]] * scale + offset;
      const Table table = mapTable(shares, [&](Vector share) {
        const Vector value = share * scale;
        return rounding == 0 ? value : rounding == 1 ? roundBfloat16(value) : roundFloat16(value);
      });
      const int64_t from = block * blockSize > begin ? block * blockSize : begin;
      const int64_t to = (block + 1) * blockSize < end ? (block + 1) * blockSize : end;
      decodeNibbles(packed, table, y + (from - begin), from, to);
    }
  });
}

/// Codes [size] and scales of x − offset: the code is how many of the map's 255 middles lie strictly below a number's share.
/// `middles` has 256 numbers, the last of which is infinite; `starts` [2^15] has for each upper 15 bits of a float the
/// code of the least float that begins so, and 0 for NaN; no more than `steps` middles lie among those that do. Returns the place of the first x that is not finite, or −1.
int64_t quantizeEightBit(const float* x, float offset, uint8_t* codes, float* absmax, const float* middles,
                         const uint8_t* starts, int64_t steps, int64_t size, int64_t blockSize) {
  const ShiftedFloats source{x, offset};
  parallel(blockCount(size, blockSize), blocksAtOnce(blockSize), [&](int64_t first, int64_t last) {
    for (int64_t block = first; block < last; block++) {
      const int64_t begin = block * blockSize;
      const int64_t end = begin + blockSize < size ? begin + blockSize : size;
      const float most = largestMagnitude(source, begin, end);
      const float inverse = inverseOf(most);
      absmax[block] = most;
      for (int64_t i = begin; i < end; i += SHARES) {
        const int64_t count = end - i < SHARES ? end - i : SHARES;
        float shares[SHARES] = {};
        for (int64_t k = 0; k < count; k++) shares[k] = (x[i + k] - offset) * inverse;
        uint8_t found[SHARES];
        codesOf(shares, middles, starts, steps, found);
        __builtin_memcpy(codes + i, found, static_cast<uint64_t>(count));
      }
    }
  });
  return firstNotFinite(source, absmax, size, blockSize);
}

/// y[i] = map[codes[i]] · absmax[i / blockSize]
void dequantizeEightBit(const uint8_t* codes, const float* map, const float* absmax, float* y, int64_t size,
                        int64_t blockSize) {
  parallel(blockCount(size, blockSize), blocksAtOnce(blockSize), [&](int64_t first, int64_t last) {
    for (int64_t block = first; block < last; block++) {
      const int64_t end = (block + 1) * blockSize < size ? (block + 1) * blockSize : size;
      const float scale = absmax[block];
      int64_t i = block * blockSize;
      for (; i + LANES <= end; i += LANES) {
        Vector shares = {};
        for (int lane = 0; lane < LANES; lane++) shares[lane] = map[codes[i + lane]];
        store(y + i, shares * scale);
      }
      for (; i < end; i++) y[i] = map[codes[i]] * scale;
    }
  });
}

/// The float32 mean in PyTorch's order on one AVX2 core: rows of four vectors of eight lanes, in four levels of partial sums.
double meanInOrder(const float* x, int64_t size) {
  constexpr int64_t lanes = 8, rows = 4, width = lanes * rows;
  const int64_t vectors = size / lanes, steps = vectors / rows;
  float levels[4][width] = {};
  int power = 0;
  while ((int64_t{1} << power) < steps) power++;
  power = power / 4 > 4 ? power / 4 : 4;
  const auto add = [](float* into, const float* from, int64_t count) {
    for (int64_t i = 0; i < count; i++) into[i] += from[i];
  };
  const int64_t run = int64_t{1} << power;
  int64_t step = 0;
  while (step + run <= steps) {
    for (const int64_t end = step + run; step < end; step++) add(levels[0], x + step * width, width);
    for (int level = 1; level < 4; level++) {
      add(levels[level], levels[level - 1], width);
      for (float& partial : levels[level - 1]) partial = 0;
      if ((step >> (level * power)) % run != 0) break;
    }
  }
  for (; step < steps; step++) add(levels[0], x + step * width, width);
  for (int level = 1; level < 4; level++) add(levels[0], levels[level], width);
  for (int64_t vector = steps * rows; vector < vectors; vector++) add(levels[0], x + vector * lanes, lanes);
  for (int64_t row = 1; row < rows; row++) add(levels[0], levels[0] + row * lanes, lanes);
  float sum = 0;
  for (int64_t i = vectors * lanes; i < size; i++) sum += x[i];
  for (int64_t lane = 0; lane < lanes; lane++) sum += levels[0][lane];
  return static_cast<float>(static_cast<double>(sum) / static_cast<double>(size));
}

}  // namespace vlm::VLM_ISA
