// How far outputs of two levels may lie apart.
#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

namespace vlm::check {

struct Rule {
  enum Kind { EXACT, NEAR, WITHIN, OF_LARGEST, ANYTHING };

  Kind kind;
  /// Of an error divided by its measure.
  double allowed;
  /// WITHIN: the measure of each number, or one for all.
  std::vector<double> measures;
};

/// The same bits, but for those of a NaN.
inline Rule exact() { return {Rule::EXACT, 0, {}}; }

/// So many units in the last place.
inline Rule near(double units) { return {Rule::NEAR, units * 0x1p-23, {}}; }

/// The error relative to something that the output was made from, such as a sum of magnitudes.
inline Rule within(double allowed, double measure) { return {Rule::WITHIN, allowed, {measure}}; }
inline Rule within(double allowed, const std::vector<double>& measures) { return {Rule::WITHIN, allowed, measures}; }

/// The error relative to the largest of all numbers of the output.
inline Rule ofLargest(double allowed) { return {Rule::OF_LARGEST, allowed, {}}; }

/// Levels differ on purpose: only that threads change nothing and that marks stand is checked.
inline Rule anything() { return {Rule::ANYTHING, 0, {}}; }

/// The first number that breaks a rule, −1 where none does, and the largest error.
struct Difference {
  int64_t place = -1;
  double largest = 0;
};

Difference compare(const Rule& rule, const std::vector<double>& expected, const std::vector<double>& found);

}  // namespace vlm::check
