// Memory of exactly the size that a kernel may touch.
#pragma once
#include <cstddef>

namespace vlm::check {

/// Bytes with marks on both sides. Behind the marks begins a page that stops the program that touches it; without marks at
/// the end it follows at once.
class Guarded {
 public:
  explicit Guarded(std::size_t size, bool marksBehind);
  ~Guarded();
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  void* data() const { return data_; }
  std::size_t size() const { return size_; }
  /// Whether all marks stand.
  bool stands() const;

 private:
  std::size_t size_;
  std::size_t behind_;
  std::size_t mapped_;
  unsigned char* start_;
  unsigned char* data_;
};

}  // namespace vlm::check
