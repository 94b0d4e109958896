#include "call.h"

namespace vlm::check {

VLM_CASES(sumOfSquares) {
  for (const int64_t size : SIZES) call.returning(within(1e-13, static_cast<double>(size)))(in(uniform(size)), size);
}

VLM_CASES(addScaled) {
  for (const int64_t size : SIZES) {
    call(in(uniform(size)), 0.3f, in(uniform(size)), out(size, within(2e-7, 1.3)), size);
    call(nullptr, 0.3f, in(special(size)), out(size, near(0)), size);
  }
}

VLM_CASES(adam) {
  for (const int64_t size : SIZES) {
    const auto g = in(uniform(size)), parameter = in(uniform(size)), oldM = in(uniform(size)), oldV = in(uniform(size, 0, 1));
    const auto m = out(size, within(2e-7, 1)), v = out(size, near(4)), update = out(size, within(1e-6, 0.1));
    call(g, parameter, oldM, oldV, m, v, update, size, 0.9, 0.999, 0.19, 0.002, 1e-8f, 1e-3f, 0.01f);
    call(g, nullptr, oldM, oldV, m, v, update, size, 0.9, 0.999, 0.19, 0.002, 1e-8f, 1e-3f, 0.0f);
  }
}

VLM_CASES(scaleByRootMeanSquare) {
  for (const int64_t size : SIZES) {
    call(in(uniform(size)), in(uniform(size, 0, 1)), out(size, near(4)), out(size, near(8)), size, 0.8, 1e-30f);
  }
}

VLM_CASES(meanSquaresOfRows) {
  for (const auto& [rows, columns] : ROWS) {
    call(in(uniform(rows * columns)), out(rows, near(1)), rows, columns, 1e-30);
  }
}

VLM_CASES(meanSquaresOfColumns) {
  for (const auto& [rows, columns] : ROWS) {
    call(in(uniform(rows * columns)), out(columns, near(1)), rows, columns, 1e-30);
  }
}

VLM_CASES(scaleRowsAndColumns) {
  for (const auto& [rows, columns] : ROWS) {
    const auto x = in(uniform(rows * columns)), ofRow = in(uniform(rows)), ofColumn = in(uniform(columns));
    call(x, ofRow, ofColumn, out(rows * columns, near(2)), rows, columns);
  }
}

VLM_CASES(adamw8bit) {
  Floats unsignedMap = ascending(256);
  for (float& number : unsignedMap) number = (number + 1) / 2;
  const Floats signedMap = ascending(256);
  const auto middlesOf = [](const Floats& map) {
    Floats middles(255);
    for (std::size_t i = 0; i < middles.size(); i++) middles[i] = (map[i] + map[i + 1]) / 2;
    return in(middles);
  };
  for (const int64_t size : SIZES) {
    for (const int64_t blockSize : {64, 256, 2048}) {
      const int64_t blocks = (size + blockSize - 1) / blockSize;
      Floats g = uniform(size);
      if (size > 40) g[7] = NAN, g[33] = HUGE_VALF;
      // A code lies on the edge to its neighbour where roundings differ.
      const auto m = out<uint8_t>(size, within(1, 1)), v = out<uint8_t>(size, within(1, 1));
      call(in(g), in(uniform(size)), in(bytes(size)), in(uniform(blocks, 0, 1)), in(bytes(size)), in(uniform(blocks, 0, 1)),
           m, out(blocks, near(4)), v, out(blocks, near(4)), in(signedMap), middlesOf(signedMap), in(unsignedMap),
           middlesOf(unsignedMap), out(size, within(5e-7, 1)), size, blockSize, 0.9, 0.999, -1e-3, 1e-8, 0.9999);
    }
  }
}

}  // namespace vlm::check
