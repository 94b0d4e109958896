// What was found of one kernel at each level.
#pragma once
#include <string>

#include "kernels.h"

namespace vlm::check {

struct Finding {
  const Level* level;
  int64_t cases = 0;
  double largestError = 0;
  int64_t failures = 0;
  /// Of the first failure.
  std::string complaint;
};

struct Report {
  const char* kernel;
  /// As ops.def writes them, with brackets.
  const char* arguments;
  std::vector<Finding> findings;

  Report(const char* kernel, const char* arguments, const std::vector<Level>& levels)
      : kernel(kernel), arguments(arguments) {
    for (const Level& level : levels) findings.push_back({&level, 0, 0, 0, {}});
  }

  /// The name of an argument.
  std::string nameOf(std::size_t index) const {
    const std::string list = arguments;
    std::size_t end = 0;
    for (std::size_t i = 0; i <= index; i++) end = list.find_first_of(",)", end + 1);
    const std::size_t start = list.find_last_of(" *", end) + 1;
    return list.substr(start, end - start);
  }
};

}  // namespace vlm::check
