#include "call.h"

namespace vlm::check {
namespace {

enum Form : int64_t { FLOAT32, BFLOAT16, FOUR_BIT, EIGHT_BIT };

/// A weight [outputs, inputs] in one of its forms. Levels pack it differently, so each packs its own.
struct Weight {
  int64_t outputs, inputs, form;
  /// Codes: neighbours with one scale, a whole row of 8-bit ones, and how often a scale is repeated.
  int64_t group = 1, repeat = 1, rounding = 0;
  Floats numbers = uniform(outputs * inputs);
  std::vector<uint8_t> codes = bytes(form == EIGHT_BIT ? outputs * inputs : (outputs * inputs + 1) / 2);
  Floats map = ascending(16);
  Floats absmax = uniform((outputs * inputs / group + repeat - 1) / repeat, 0, 2);

  std::vector<uint8_t> packed(const Kernels& kernels) const {
    std::vector<uint8_t> memory(static_cast<std::size_t>(kernels.packedBytes(outputs, inputs, form, group)));
    if (form == FOUR_BIT) kernels.packFourBit(codes.data(), absmax.data(), memory.data(), outputs, inputs, group, repeat);
    else if (form == EIGHT_BIT) kernels.packEightBit(codes.data(), absmax.data(), memory.data(), outputs, inputs);
    else kernels.packWeight(numbers.data(), nullptr, memory.data(), outputs, inputs, form);
    return memory;
  }
  ArrayOf<uint8_t> held() const {
    return made<uint8_t>([weight = *this](const Kernels& kernels) { return weight.packed(kernels); });
  }
  ArrayOf<float> mapOrNull() const { return form == FOUR_BIT ? in(map) : ArrayOf<float>(nullptr); }

  /// Its numbers, as the scalar level finds them in its packed form.
  Floats dense() const {
    const Kernels scalar = levels().front().kernels;
    Floats all(static_cast<std::size_t>(outputs * inputs));
    scalar.unpackWeight(packed(scalar).data(), map.data(), all.data(), outputs, inputs, form, group, rounding);
    return all;
  }
};

/// Sides off and on the sizes of tiles, and sums of several steps in depth.
std::vector<Weight> weights() {
  std::vector<Weight> all;
  for (const int64_t form : {FLOAT32, BFLOAT16}) {
    for (const auto& [outputs, inputs] : {std::pair(1, 1), {2, 33}, {33, 31}, {32, 64}, {127, 129}, {20, 1100}, {260, 40}}) {
      all.push_back({outputs, inputs, form});
    }
  }
  for (const auto& [outputs, inputs] : {std::pair(1, 1), {33, 31}, {127, 129}, {20, 1102}}) {
    all.push_back({outputs, inputs, EIGHT_BIT, inputs});
  }
  for (const int64_t rounding : {0, 1, 2}) {
    all.push_back({1, 64, FOUR_BIT, 64, 1, rounding});
    all.push_back({33, 192, FOUR_BIT, 64, 1, rounding});
    all.push_back({31, 64, FOUR_BIT, 64, 4, rounding});
  }
  all.push_back({70, 256, FOUR_BIT, 256, 1, 1});
  all.push_back({129, 40, FOUR_BIT, 8, 1, 2});
  all.push_back({20, 1088, FOUR_BIT, 64, 1, 0});
  return all;
}

constexpr int64_t ROW_COUNTS[] = {1, 2, 3, 5, 8, 33};

/// left [rows, depth] times the weight or its transpose, without an adapter and with one.
template <class Multiply>
void multiply(const Weight& weight, bool backward, const Multiply& call) {
  const Floats dense = weight.dense();
  const int64_t depth = backward ? weight.outputs : weight.inputs, columns = backward ? weight.inputs : weight.outputs;
  const auto at = [&](int64_t k, int64_t column) {
    return std::fabs(backward ? dense[k * weight.inputs + column] : dense[column * weight.inputs + k]);
  };
  for (const int64_t rows : ROW_COUNTS) {
    for (const int64_t rank : {0, 16}) {
      const Floats left = uniform(rows * depth);
      std::vector<double> terms;
      for (int64_t row = 0; row < rows; row++) {
        for (int64_t column = 0; column < columns; column++) {
          double sum = 1 + 0.5 * static_cast<double>(rank);
          for (int64_t k = 0; k < depth; k++) sum += std::fabs(left[row * depth + k]) * at(k, column);
          terms.push_back(sum);
        }
      }
      const auto low = rank ? in(uniform(rows * rank)) : ArrayOf<float>(nullptr);
      const auto high = rank ? in(uniform(rank * columns)) : ArrayOf<float>(nullptr);
      const auto work = scratch([=](const Kernels& kernels) { return kernels.linearScratch(rows, depth, columns, rank); });
      for (const bool pairs : {false, true}) {
        // Both factors of a product round to bfloat16.
        call(in(left), low, high, out(rows * columns, within(pairs ? 0x1p-7 : 1e-6, terms)), work, rows, rank, pairs);
      }
    }
  }
}

}  // namespace

VLM_CASES(packedBytes) {
  for (const Weight& w : weights()) call.returning(anything())(w.outputs, w.inputs, w.form, w.group);
}

VLM_CASES(packWeight) {
  for (const Weight& w : weights()) {
    if (w.form == FOUR_BIT || w.form == EIGHT_BIT) continue;
    const auto size = [=](const Kernels& kernels) { return kernels.packedBytes(w.outputs, w.inputs, w.form, 1); };
    call(in(w.numbers), nullptr, own<uint8_t>(size), w.outputs, w.inputs, w.form);
    call(nullptr, in(words(w.numbers)), own<uint8_t>(size), w.outputs, w.inputs, w.form);
  }
}

VLM_CASES(packFourBit) {
  for (const Weight& w : weights()) {
    if (w.form != FOUR_BIT) continue;
    const auto size = [=](const Kernels& kernels) { return kernels.packedBytes(w.outputs, w.inputs, w.form, w.group); };
    call(in(w.codes), in(w.absmax), own<uint8_t>(size), w.outputs, w.inputs, w.group, w.repeat);
  }
}

VLM_CASES(packEightBit) {
  for (const Weight& w : weights()) {
    if (w.form != EIGHT_BIT) continue;
    const auto size = [=](const Kernels& kernels) { return kernels.packedBytes(w.outputs, w.inputs, w.form, w.group); };
    call(in(w.codes), in(w.absmax), own<uint8_t>(size), w.outputs, w.inputs);
  }
}

VLM_CASES(unpackWeight) {
  for (const Weight& w : weights()) {
    const auto all = out(w.outputs * w.inputs, exact());
    call(w.held(), w.mapOrNull(), all, w.outputs, w.inputs, w.form, w.group, w.rounding);
  }
}

VLM_CASES(linearScratch) {
  for (const Weight& w : weights()) {
    for (const int64_t rows : ROW_COUNTS) call.returning(anything())(rows, w.inputs, w.outputs, 16);
  }
}

VLM_CASES(linearForward) {
  for (const Weight& w : weights()) {
    const auto packed = w.held();
    const auto bias = in(uniform(w.outputs));
    multiply(w, false, [&](const auto& x, const auto& z, const auto& b, const auto& y, const auto& work, int64_t rows,
                           int64_t rank, bool pairs) {
      call(x, packed, w.mapOrNull(), rows % 2 ? bias : ArrayOf<float>(nullptr), z, b, y, work, rows, w.inputs, w.outputs,
           rank, w.form, w.group, w.rounding, 0.5f, pairs);
    });
  }
}

VLM_CASES(linearBackward) {
  for (const Weight& w : weights()) {
    const auto packed = w.held();
    multiply(w, true, [&](const auto& dy, const auto& dz, const auto& a, const auto& dx, const auto& work, int64_t rows,
                          int64_t rank, bool pairs) {
      call(dy, packed, w.mapOrNull(), dz, a, dx, work, rows, w.inputs, w.outputs, rank, w.form, w.group, w.rounding, 0.5f,
           pairs);
    });
  }
}

}  // namespace vlm::check
