#include "call.h"

#include <cstdio>

#include "../parallel.h"

namespace vlm::check {
namespace {

/// Enough that some wait while others work.
constexpr int64_t SEVERAL = 3;

/// What a call left: its result, then the numbers of each argument.
typedef std::vector<std::vector<double>> Outcome;

std::string text(double number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.9g", number);
  return digits;
}

struct Trial {
  const Report& report;
  const std::vector<Argument>& arguments;
  Finding& finding;

  void fail(const std::string& what) const {
    if (finding.failures++ > 0) return;
    finding.complaint = what + "; at";
    for (std::size_t i = 0; i < arguments.size(); i++) {
      const auto& [array, number] = arguments[i];
      if (!array) finding.complaint += " " + report.nameOf(i) + " " + text(number);
      else if (array->isNull()) finding.complaint += " " + report.nameOf(i) + " null";
    }
  }

  Outcome run(const std::function<double(const Kernels&)>& call, int64_t threads) const {
    setThreads(threads);
    for (const Argument& argument : arguments) {
      if (argument.array) argument.array->prepare(finding.level->kernels, threads > 1);
    }
    Outcome outcome = {{call(finding.level->kernels)}};
    for (std::size_t i = 0; i < arguments.size(); i++) {
      const Array* const array = arguments[i].array;
      outcome.push_back(array ? array->left() : std::vector<double>());
      const char* const harm = array ? array->harm() : nullptr;
      if (harm) fail(report.nameOf(i) + " " + harm);
    }
    return outcome;
  }

  /// @param rules one for the result and one for each argument, or null where all is to be the same
  void judge(const Outcome& expected, const Outcome& found, const char* other, const Rule* const* rules) const {
    for (std::size_t i = 0; i < expected.size(); i++) {
      if (expected[i].empty()) continue;
      const Difference difference = compare(rules ? *rules[i] : exact(), expected[i], found[i]);
      if (rules) finding.largestError = std::max(finding.largestError, difference.largest);
      if (difference.place < 0) continue;
      const auto place = static_cast<std::size_t>(difference.place);
      fail((i == 0 ? "the result" : report.nameOf(i - 1) + "[" + std::to_string(place) + "]") + " is " +
           text(found[i][place]) + ", with " + other + " " + text(expected[i][place]));
    }
  }
};

}  // namespace

void compareLevels(Report& report, const std::vector<Argument>& arguments, const Rule& result,
                   const std::function<double(const Kernels&)>& call) {
  std::vector<const Rule*> rules = {&result};
  for (const auto& [array, number] : arguments) rules.push_back(array && !array->isNull() ? &array->rule() : &result);
  Outcome scalar;
  for (Finding& finding : report.findings) {
    const Trial trial = {report, arguments, finding};
    finding.cases++;
    const Outcome one = trial.run(call, 1);
    Outcome several = trial.run(call, SEVERAL);
    if (result.kind == Rule::ANYTHING) several[0] = one[0];
    trial.judge(one, several, "1 thread", nullptr);
    if (scalar.empty()) scalar = one;
    else trial.judge(scalar, one, "scalar", rules.data());
  }
}

}  // namespace vlm::check
