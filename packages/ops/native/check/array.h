// What a kernel is called with: arrays to read, to write, and to do both with.
#pragma once
#include <functional>
#include <memory>

#include "guarded.h"
#include "kernels.h"
#include "rule.h"

namespace vlm::check {

enum class Element { FLOAT, INTEGER, WORD, BYTE };
enum class Use { READ, WRITTEN, CHANGED, SCRATCH };

typedef std::vector<unsigned char> Bytes;

/// An array, or null.
class Array {
 public:
  Array(std::nullptr_t) {}
  Array(Use use, Element element, std::function<Bytes(const Kernels&)> content, Rule rule);

  /// Lays out the array for a call. What a kernel must write itself holds something else in every run.
  void prepare(const Kernels& kernels, int run) const;
  /// What a call did to memory that is not its own; null when nothing.
  const char* harm() const;
  /// Numbers that a call left; none where it was only to read.
  std::vector<double> left() const;

  bool isNull() const { return !state_; }
  void* pointer() const;
  const Rule& rule() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

template <class T>
struct ElementOf;
template <>
struct ElementOf<float> {
  static constexpr Element value = Element::FLOAT;
};
template <>
struct ElementOf<int32_t> {
  static constexpr Element value = Element::INTEGER;
};
template <>
struct ElementOf<uint16_t> {
  static constexpr Element value = Element::WORD;
};
template <>
struct ElementOf<uint8_t> {
  static constexpr Element value = Element::BYTE;
};

/// An array for a parameter `T*` or `const T*`.
template <class T>
struct ArrayOf : Array {
  typedef std::function<std::vector<T>(const Kernels&)> Content;

  ArrayOf(std::nullptr_t) : Array(nullptr) {}
  ArrayOf(Use use, Content content, Rule rule)
      : Array(use, ElementOf<T>::value, [content](const Kernels& kernels) { return bytesOf(content(kernels)); }, rule) {}
  ArrayOf(Use use, const std::vector<T>& values, Rule rule)
      : Array(use, ElementOf<T>::value, [bytes = bytesOf(values)](const Kernels&) { return bytes; }, rule) {}

  static Bytes bytesOf(const std::vector<T>& values) {
    const auto* const from = reinterpret_cast<const unsigned char*>(values.data());
    return Bytes(from, from + sizeof(T) * values.size());
  }
};

typedef std::function<int64_t(const Kernels&)> SizeOf;

template <class T>
ArrayOf<T> in(const std::vector<T>& values) {
  return {Use::READ, values, anything()};
}
/// An input that other kernels make, at each level its own.
template <class T, class Content>
ArrayOf<T> made(const Content& content) {
  return {Use::READ, typename ArrayOf<T>::Content(content), anything()};
}
template <class T = float>
ArrayOf<T> out(int64_t size, const Rule& rule) {
  return {Use::WRITTEN, std::vector<T>(static_cast<std::size_t>(size)), rule};
}
/// An output that each level makes in its own form and size.
template <class T = float>
ArrayOf<T> own(const SizeOf& size) {
  const auto content = [size](const Kernels& kernels) { return std::vector<T>(static_cast<std::size_t>(size(kernels))); };
  return {Use::WRITTEN, typename ArrayOf<T>::Content(content), anything()};
}
/// An output that is added to, or written in part.
template <class T>
ArrayOf<T> inOut(const std::vector<T>& values, const Rule& rule) {
  return {Use::CHANGED, values, rule};
}
template <class T = float>
ArrayOf<T> scratch(const SizeOf& size) {
  const auto content = [size](const Kernels& kernels) { return std::vector<T>(static_cast<std::size_t>(size(kernels))); };
  return {Use::SCRATCH, typename ArrayOf<T>::Content(content), anything()};
}
template <class T = float>
ArrayOf<T> scratch(int64_t size) {
  return {Use::SCRATCH, std::vector<T>(static_cast<std::size_t>(size)), anything()};
}

}  // namespace vlm::check
