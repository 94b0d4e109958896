#include "numbers.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>

namespace vlm::check {
namespace {

uint64_t state = 1;

/// splitmix64 (Steele, Lea, Flood 2014)
uint64_t next() {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

/// 0 <= x < 1
float share() { return static_cast<float>(next() >> 40) * 0x1p-24f; }

template <class T, class Make>
std::vector<T> make(int64_t count, const Make& one) {
  std::vector<T> values(static_cast<std::size_t>(count));
  for (T& value : values) value = one();
  return values;
}

const float SPECIAL[] = {
    0.0f,     -0.0f,   0x1p-149f, -0x1p-149f, 0x1.8p-130f, 0x1p-126f, -0x1p-126f, 0.5625f,  0.92f,   3.95f,
    1.0f,     -1.0f,   88.7f,     88.8f,      -87.4f,      -103.9f,   -104.1f,    3.0e38f,  -3.0e38f, 1.0e19f,
    -1.0e19f, 65504.f, 65520.f,   16777216.f, -0.5f,       HUGE_VALF, -HUGE_VALF, NAN,
};

}  // namespace

void seed(uint64_t value) { state = value; }

Floats uniform(int64_t count, float low, float high) {
  return make<float>(count, [=] { return low + (high - low) * share(); });
}

Floats special(int64_t count) {
  return make<float>(count, [] {
    if (next() % 4 == 0) return SPECIAL[next() % std::size(SPECIAL)];
    return (2 * share() - 1) * std::ldexp(1.0f, static_cast<int>(next() % 16) - 8);
  });
}

Floats ascending(int64_t count) {
  Floats values = uniform(count);
  std::sort(values.begin(), values.end());
  values.front() = -1;
  values.back() = 1;
  return values;
}

std::vector<int32_t> integers(int64_t count, int32_t low, int32_t end) {
  return make<int32_t>(count, [=] { return low + static_cast<int32_t>(next() % static_cast<uint64_t>(end - low)); });
}

std::vector<uint8_t> bytes(int64_t count, int end) {
  return make<uint8_t>(count, [=] { return static_cast<uint8_t>(next() % static_cast<uint64_t>(end)); });
}

std::vector<uint16_t> words(const Floats& bfloat16) {
  std::vector<uint16_t> upper(bfloat16.size());
  for (std::size_t i = 0; i < upper.size(); i++) {
    uint32_t bits;
    std::memcpy(&bits, &bfloat16[i], sizeof bits);
    upper[i] = static_cast<uint16_t>(bits >> 16);
  }
  return upper;
}

}  // namespace vlm::check
