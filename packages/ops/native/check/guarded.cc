#include "guarded.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace vlm::check {
namespace {

/// As a float it is no number, so that what reads it shows.
constexpr unsigned char MARK = 0xff;
constexpr std::size_t MARKS = 256;

}  // namespace

Guarded::Guarded(std::size_t size, bool marksBehind) : size_(size), behind_(marksBehind ? MARKS : 0) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t open = (MARKS + size + behind_ + page - 1) / page * page;
  mapped_ = open + page;
  void* const memory = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || mprotect(static_cast<char*>(memory) + open, page, PROT_NONE) != 0) {
    std::perror("levels: no memory with a guard behind it");
    std::exit(2);
  }
  start_ = static_cast<unsigned char*>(memory);
  data_ = start_ + open - behind_ - size;
  std::memset(data_ - MARKS, MARK, MARKS);
  std::memset(data_ + size, MARK, behind_);
}

Guarded::~Guarded() { munmap(start_, mapped_); }

bool Guarded::stands() const {
  for (const unsigned char* at = data_ - MARKS; at < data_; at++) {
    if (*at != MARK) return false;
  }
  for (const unsigned char* at = data_ + size_; at < data_ + size_ + behind_; at++) {
    if (*at != MARK) return false;
  }
  return true;
}

}  // namespace vlm::check
