#include "rule.h"

#include <algorithm>

namespace vlm::check {

Difference compare(const Rule& rule, const std::vector<double>& expected, const std::vector<double>& found) {
  Difference difference;
  if (rule.kind == Rule::ANYTHING) return difference;
  double largest = 0;
  for (const double value : expected) {
    if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
  }
  for (std::size_t i = 0; i < expected.size(); i++) {
    const double a = expected[i];
    const double b = found[i];
    const bool same = (a == b && std::signbit(a) == std::signbit(b)) || (a != a && b != b);
    if (same || (a == b && rule.kind != Rule::EXACT)) continue;
    double measure = std::max(std::fabs(a), std::fabs(b));
    if (rule.kind == Rule::WITHIN) measure = rule.measures[rule.measures.size() == 1 ? 0 : i];
    if (rule.kind == Rule::OF_LARGEST) measure = largest;
    double error = std::fabs(a - b) / std::max(measure, 0x1p-126);
    // Of a NaN or an infinity there is no nearly.
    if (!std::isfinite(a) || !std::isfinite(b)) error = HUGE_VAL;
    difference.largest = std::max(difference.largest, error);
    const bool breaks = rule.kind == Rule::EXACT || error > rule.allowed;
    if (breaks && difference.place < 0) difference.place = static_cast<int64_t>(i);
  }
  return difference;
}

}  // namespace vlm::check
