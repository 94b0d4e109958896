// One kernel at all levels: calls it with the same arguments and compares what it did.
#pragma once
#include <type_traits>

#include "array.h"
#include "numbers.h"
#include "report.h"

namespace vlm::check {

/// An array, or where there is none a number.
struct Argument {
  Argument(const Array& array) : array(&array), number(0) {}
  Argument(double number) : array(nullptr), number(number) {}

  const Array* array;
  double number;
};

/// Calls a kernel twice at each level, on one thread and on several, and adds to the report what was wrong.
void compareLevels(Report& report, const std::vector<Argument>& arguments, const Rule& result,
                   const std::function<double(const Kernels&)>& call);

/// For a pointer an array, for a number itself.
template <class Parameter>
struct Given {
  typedef Parameter Type;
  static Parameter give(Parameter value) { return value; }
};
template <class T>
struct Given<T*> {
  typedef const ArrayOf<std::remove_const_t<T>>& Type;
  static T* give(Type array) { return static_cast<T*>(array.pointer()); }
};

template <class Kernel>
class Call;

template <class Result, class... Parameters>
class Call<Result (*)(Parameters...)> {
 public:
  typedef Result (*Kernel)(Parameters...);

  Call(Kernel Kernels::*kernel, Report& report) : kernel_(kernel), report_(report) {}

  /// The same with another rule for what the kernel returns, which otherwise is to be the same.
  Call returning(const Rule& rule) const {
    Call call = *this;
    call.result_ = rule;
    return call;
  }

  void operator()(typename Given<Parameters>::Type... arguments) const {
    compareLevels(report_, {Argument(arguments)...}, result_, [&](const Kernels& kernels) -> double {
      const Kernel kernel = kernels.*kernel_;
      if constexpr (std::is_void_v<Result>) kernel(Given<Parameters>::give(arguments)...);
      else return static_cast<double>(kernel(Given<Parameters>::give(arguments)...));
      return 0;
    });
  }

 private:
  Kernel Kernels::*kernel_;
  Report& report_;
  Rule result_ = exact();
};

/// The cases of every kernel of ops.def: a missing one does not link.
namespace cases {
#define VLM_KERNEL(folder, name, result, arguments) void name(const Call<decltype(Kernels::name)>& call);
#include "../../ops.def"
#undef VLM_KERNEL
}  // namespace cases

/// Defines the cases of one kernel: calls of `call` with arrays and numbers.
#define VLM_CASES(name) void cases::name([[maybe_unused]] const Call<decltype(Kernels::name)>& call)

/// Sizes around those of vectors of all levels, and one that is split among threads.
constexpr int64_t SIZES[] = {1, 2, 31, 32, 33, 127, 128, 129, 1000, 40000};

/// Rows and their sizes.
constexpr int64_t ROWS[][2] = {{1, 1},   {3, 2},   {2, 31},  {2, 32},   {5, 33},  {3, 127},
                               {3, 128}, {4, 129}, {7, 256}, {130, 72}, {33, 1030}};

}  // namespace vlm::check
