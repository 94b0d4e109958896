#include "array.h"

#include <cstring>

namespace vlm::check {

struct Array::State {
  Use use;
  Element element;
  std::function<Bytes(const Kernels&)> content;
  Rule rule;
  Bytes before;
  std::unique_ptr<Guarded> memory;
};

Array::Array(Use use, Element element, std::function<Bytes(const Kernels&)> content, Rule rule)
    : state_(new State{use, element, std::move(content), std::move(rule), {}, nullptr}) {}

void Array::prepare(const Kernels& kernels, int run) const {
  if (isNull()) return;
  State& s = *state_;
  s.before = s.content(kernels);
  const bool blank = s.use == Use::WRITTEN || s.use == Use::SCRATCH;
  if (blank) s.before.assign(s.before.size(), run == 0 ? 0xff : 0x7f);
  // Where a kernel only reads, it is stopped right behind the end; elsewhere marks say that it wrote.
  if (!s.memory || s.memory->size() != s.before.size()) s.memory.reset(new Guarded(s.before.size(), s.use != Use::READ));
  if (!s.before.empty()) std::memcpy(s.memory->data(), s.before.data(), s.before.size());
}

const char* Array::harm() const {
  if (isNull()) return nullptr;
  const State& s = *state_;
  if (!s.memory->stands()) return "is written to outside its bounds";
  const bool changed = !s.before.empty() && std::memcmp(s.memory->data(), s.before.data(), s.before.size()) != 0;
  return s.use == Use::READ && changed ? "is an input and is written to" : nullptr;
}

namespace {

template <class T>
std::vector<double> widened(const void* data, std::size_t bytes) {
  const T* const from = static_cast<const T*>(data);
  return std::vector<double>(from, from + bytes / sizeof(T));
}

}  // namespace

std::vector<double> Array::left() const {
  if (isNull() || state_->use == Use::READ || state_->use == Use::SCRATCH) return {};
  const State& s = *state_;
  switch (s.element) {
    case Element::FLOAT: return widened<float>(s.memory->data(), s.before.size());
    case Element::INTEGER: return widened<int32_t>(s.memory->data(), s.before.size());
    case Element::WORD: return widened<uint16_t>(s.memory->data(), s.before.size());
    default: return widened<uint8_t>(s.memory->data(), s.before.size());
  }
}

void* Array::pointer() const { return isNull() ? nullptr : state_->memory->data(); }
const Rule& Array::rule() const { return state_->rule; }

}  // namespace vlm::check
