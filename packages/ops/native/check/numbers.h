// Random numbers for inputs, the same on every machine.
#pragma once
#include <cstdint>
#include <vector>

namespace vlm::check {

typedef std::vector<float> Floats;

/// Begins the sequence anew, so that a kernel's inputs do not depend on which others were checked before it.
void seed(uint64_t value);

Floats uniform(int64_t count, float low = -1, float high = 1);

/// Numbers of many magnitudes, among them ±0, denormals, ±∞, NaN, and those around which elementary functions change form.
Floats special(int64_t count);

/// `count` ascending numbers from −1 to 1.
Floats ascending(int64_t count);

/// low <= i < end
std::vector<int32_t> integers(int64_t count, int32_t low, int32_t end);
std::vector<uint8_t> bytes(int64_t count, int end = 256);
std::vector<uint16_t> words(const Floats& bfloat16);

}  // namespace vlm::check
