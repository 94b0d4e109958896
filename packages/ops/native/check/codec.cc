#include <algorithm>
#include <cstring>

#include "call.h"

namespace vlm::check {
namespace {

/// How many numbers of an ascending list lie strictly below x.
int64_t countBelow(const Floats& list, float x) {
  int64_t count = 0;
  for (const float number : list) count += number < x;
  return count;
}

int64_t blocksOf(int64_t size, int64_t blockSize) { return (size + blockSize - 1) / blockSize; }

float floatOf(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

/// What the search for 8-bit codes begins with.
struct SearchIndex {
  Floats middles;
  std::vector<uint8_t> starts;
  int64_t steps = 0;

  explicit SearchIndex(const Floats& map) : middles(255), starts(1 << 15) {
    for (std::size_t i = 0; i < middles.size(); i++) middles[i] = (map[i] + map[i + 1]) / 2;
    for (uint32_t i = 0; i < starts.size(); i++) {
      const float a = floatOf(i << 17), b = floatOf(i << 17 | 0x1ffff);
      const int64_t least = countBelow(middles, std::min(a, b)), most = countBelow(middles, std::max(a, b));
      starts[i] = a == a && b == b ? static_cast<uint8_t>(least) : 0;
      if (a == a && b == b) steps = std::max(steps, most - least);
    }
    middles.push_back(HUGE_VALF);
  }
};

constexpr int64_t BLOCK_SIZES[] = {32, 64, 256, 4096};

/// Numbers some of which lie on a limit between two codes, where a block's largest is 1. Two stretches are of zeros and of
/// denormals; at times there is a number that cannot be coded.
Floats weights(int64_t size, const Floats& limits, bool finite) {
  Floats x = uniform(size);
  for (int64_t i = 0; i < size; i += 3) x[i] = limits[i / 3 % limits.size()];
  for (int64_t i = 0; i < size; i += 32) x[i] = 1;
  for (int64_t i = 64; i < std::min<int64_t>(size, 128); i++) x[i] = 0;
  for (int64_t i = 128; i < std::min<int64_t>(size, 192); i++) x[i] *= 0x1p-140f;
  if (!finite) x[size / 2] = size % 2 ? NAN : -HUGE_VALF;
  return x;
}

}  // namespace

VLM_CASES(quantizeFourBit) {
  const Floats limits = ascending(15);
  const std::vector<int32_t> order = {15, 3, 7, 1, 0, 2, 14, 9, 8, 4, 5, 13, 12, 6, 10, 11};
  for (const int64_t size : SIZES) {
    for (const int64_t blockSize : BLOCK_SIZES) {
      const auto packed = out<uint8_t>((size + 1) / 2, exact());
      const auto absmax = out(blocksOf(size, blockSize), exact());
      for (const bool finite : {true, false}) {
        const Floats x = weights(size, limits, finite);
        call(in(x), nullptr, false, packed, absmax, in(limits), nullptr, size, blockSize);
        call(in(x), nullptr, false, packed, absmax, in(limits), in(order), size, blockSize);
        call(nullptr, in(words(x)), false, packed, absmax, in(limits), nullptr, size, blockSize);
        if (finite) {
          std::vector<uint16_t> halves = words(x);
          // Any word whose exponent is not full is a finite half.
          for (uint16_t& half : halves) half &= 0xbfff;
          call(nullptr, in(halves), true, packed, absmax, in(limits), in(order), size, blockSize);
        }
      }
    }
  }
}

VLM_CASES(dequantizeFourBit) {
  const auto map = in(ascending(16));
  for (const int64_t size : SIZES) {
    for (const int64_t blockSize : BLOCK_SIZES) {
      const auto packed = in(bytes((size + 1) / 2));
      const int64_t blocks = blocksOf(size, blockSize);
      for (const int64_t rounding : {0, 1, 2}) {
        for (const int64_t begin : {int64_t{0}, size / 3}) {
          const auto y = out(size - begin, exact());
          call(packed, map, in(uniform(blocks, 0, 2)), nullptr, nullptr, 0.0f, 1, y, begin, size, blockSize, rounding);
          call(packed, map, in(uniform(blocksOf(blocks, 256), 0, 2)), in(bytes(blocks)), in(ascending(256)), 0.125f, 256, y,
               begin, size, blockSize, rounding);
        }
      }
    }
  }
}

VLM_CASES(quantizeEightBit) {
  const SearchIndex index(ascending(256));
  for (const int64_t size : SIZES) {
    for (const int64_t blockSize : BLOCK_SIZES) {
      for (const bool finite : {true, false}) {
        const auto codes = out<uint8_t>(size, exact());
        const auto absmax = out(blocksOf(size, blockSize), exact());
        const Floats limits(index.middles.begin(), index.middles.end() - 1);
        call(in(weights(size, limits, finite)), size % 2 ? 0.25f : 0.0f, codes, absmax, in(index.middles), in(index.starts),
             index.steps, size, blockSize);
      }
    }
  }
}

VLM_CASES(dequantizeEightBit) {
  for (const int64_t size : SIZES) {
    for (const int64_t blockSize : BLOCK_SIZES) {
      const auto absmax = in(uniform(blocksOf(size, blockSize), 0, 2));
      call(in(bytes(size)), in(ascending(256)), absmax, out(size, exact()), size, blockSize);
    }
  }
}

VLM_CASES(meanInOrder) {
  for (const int64_t size : SIZES) call(in(uniform(size)), size);
}

}  // namespace vlm::check
