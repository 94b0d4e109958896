#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "parallel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace vlm {
namespace {

/// How long a thread without work looks for some before it sleeps: longer than the gap between two kernels of a step.
constexpr int SPINS = 4000;

inline void pause() {
#if defined(__x86_64__)
  _mm_pause();
#else
  std::this_thread::yield();
#endif
}

/// Threads that take ranges of one job at a time. It is never destroyed: its threads live as long as the process.
class Pool {
 public:
  void run(int64_t helpers, int64_t count, int64_t grain, RangeFunction function, void* context) {
    if (!callers_.try_lock()) return function(context, 0, count);
    grow(helpers);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      count_ = count;
      grain_ = grain;
      function_ = function;
      context_ = context;
      next_.store(0, std::memory_order_relaxed);
      vacancies_ = helpers;
      generation_.fetch_add(1, std::memory_order_release);
    }
    if (sleepers_.load() > 0) wake_.notify_all();
    take();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      vacancies_ = 0;
    }
    while (active_.load(std::memory_order_acquire) > 0) pause();
    callers_.unlock();
  }

 private:
  void grow(int64_t helpers) {
    for (; started_ < helpers; started_++) std::thread([this] { work(); }).detach();
  }

  void take() {
    inside = true;
    for (;;) {
      const int64_t begin = next_.fetch_add(grain_, std::memory_order_relaxed);
      if (begin >= count_) break;
      function_(context_, begin, begin + grain_ < count_ ? begin + grain_ : count_);
    }
    inside = false;
  }

  void work() {
    uint64_t seen = 0;
    for (;;) {
      int spins = 0;
      while (generation_.load(std::memory_order_acquire) == seen && spins < SPINS) {
        pause();
        spins++;
      }
      {
        std::unique_lock<std::mutex> lock(mutex_);
        sleepers_++;
        wake_.wait(lock, [&] { return generation_.load(std::memory_order_relaxed) != seen; });
        sleepers_--;
        seen = generation_.load(std::memory_order_relaxed);
        if (vacancies_ == 0) continue;
        vacancies_--;
        active_.fetch_add(1);
      }
      take();
      active_.fetch_sub(1, std::memory_order_release);
    }
  }

 public:
  /// Whether this thread is at work on a job.
  static thread_local bool inside;

 private:
  std::mutex callers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<uint64_t> generation_{0};
  std::atomic<int64_t> next_{0};
  std::atomic<int64_t> active_{0};
  std::atomic<int64_t> sleepers_{0};
  int64_t started_ = 0;
  int64_t vacancies_ = 0;
  int64_t count_ = 0;
  int64_t grain_ = 1;
  RangeFunction function_ = nullptr;
  void* context_ = nullptr;
};

thread_local bool Pool::inside = false;
thread_local int64_t limit = 1;

Pool& pool() {
  static Pool* const instance = new Pool;
  return *instance;
}

}  // namespace

void setThreads(int64_t threads) { limit = threads < 1 ? 1 : threads; }
int64_t threads() { return Pool::inside ? 1 : limit; }

void runRanges(int64_t count, int64_t grain, RangeFunction function, void* context) {
  const int64_t ranges = (count + grain - 1) / grain;
  const int64_t helpers = (ranges < threads() ? ranges : threads()) - 1;
  if (helpers <= 0) return function(context, 0, count);
  pool().run(helpers, count, grain, function, context);
}

}  // namespace vlm
