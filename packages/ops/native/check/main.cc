// Compares every kernel of ops.def at all levels that this machine runs with the scalar level:
//
//     levels [KERNEL…]
#include <cstdio>
#include <cstring>

#include "call.h"
#include "faults.h"

namespace vlm::check {
namespace {

struct Entry {
  const char* name;
  const char* arguments;
  void (*run)(Report&);
};

const Entry entries[] = {
#define VLM_KERNEL(folder, name, result, arguments) \
  {#name, #arguments, [](Report& report) { cases::name(Call<decltype(Kernels::name)>(&Kernels::name, report)); }},
#include "../../ops.def"
#undef VLM_KERNEL
};

bool isNamed(const char* kernel, int count, char** names) {
  for (int i = 0; i < count; i++) {
    if (std::strcmp(kernel, names[i]) == 0) return true;
  }
  return count == 0;
}

/// → failures
int64_t print(const Report& report) {
  int64_t failures = 0;
  for (const Finding& finding : report.findings) {
    const bool ok = finding.failures == 0 && finding.cases > 0;
    if (&finding != &report.findings.front()) std::printf("%-24s ", report.kernel);
    std::printf("%-11s %5lld cases  largest error %-8.2g %s\n", finding.level->name,
                static_cast<long long>(finding.cases), finding.largestError, ok ? "ok" : "FAIL");
    if (!ok) {
      std::printf("  %lld failures, the first: %s\n", static_cast<long long>(finding.failures),
                  finding.cases > 0 ? finding.complaint.c_str() : "no case was run");
    }
    failures += ok ? 0 : finding.failures > 0 ? finding.failures : 1;
  }
  return failures;
}

}  // namespace
}  // namespace vlm::check

int main(int count, char** names) {
  using namespace vlm::check;
  const std::vector<Level> all = levels();
  if (!findsFaults(all.front())) return 1;
  int64_t kernels = 0, cases = 0, failures = 0;
  for (const Entry& entry : entries) {
    if (!isNamed(entry.name, count - 1, names + 1)) continue;
    // Where a crash cuts the output off, its kernel is the last word.
    std::printf("%-24s ", entry.name);
    std::fflush(stdout);
    Report report(entry.name, entry.arguments, all);
    seed(1);
    entry.run(report);
    failures += print(report);
    kernels++;
    for (const Finding& finding : report.findings) cases += finding.cases;
  }
  std::printf("%lld kernels, %zu levels, %lld cases, %lld failures\n", static_cast<long long>(kernels), all.size(),
              static_cast<long long>(cases), static_cast<long long>(failures));
  return failures == 0 && kernels > 0 ? 0 : 1;
}
