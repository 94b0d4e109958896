// From a C++ function to a JavaScript one, by its signature: typed arrays become pointers (null stays null), numbers numbers.
#pragma once
#include <node_api.h>

#include <cstdint>
#include <tuple>
#include <utility>

namespace vlm {

inline bool refuse(napi_env env, const char* message) {
  napi_throw_type_error(env, nullptr, message);
  return false;
}

template <class Element>
struct ElementType;
template <>
struct ElementType<float> {
  static constexpr napi_typedarray_type type = napi_float32_array;
  static constexpr const char* message = "ops.native: expected a Float32Array or null";
};
template <>
struct ElementType<int32_t> {
  static constexpr napi_typedarray_type type = napi_int32_array;
  static constexpr const char* message = "ops.native: expected an Int32Array or null";
};
template <>
struct ElementType<uint8_t> {
  static constexpr napi_typedarray_type type = napi_uint8_array;
  static constexpr const char* message = "ops.native: expected a Uint8Array or null";
};
template <>
struct ElementType<uint16_t> {
  static constexpr napi_typedarray_type type = napi_uint16_array;
  static constexpr const char* message = "ops.native: expected a Uint16Array or null";
};

inline bool convert(napi_env env, napi_value from, double& to) {
  return napi_get_value_double(env, from, &to) == napi_ok || refuse(env, "ops.native: expected a number");
}
inline bool convert(napi_env env, napi_value from, int64_t& to) {
  return napi_get_value_int64(env, from, &to) == napi_ok || refuse(env, "ops.native: expected a number");
}
inline bool convert(napi_env env, napi_value from, float& to) {
  double wide;
  if (!convert(env, from, wide)) return false;
  to = static_cast<float>(wide);
  return true;
}
inline bool convert(napi_env env, napi_value from, bool& to) {
  return napi_get_value_bool(env, from, &to) == napi_ok || refuse(env, "ops.native: expected true or false");
}
template <class Element>
inline bool convert(napi_env env, napi_value from, Element*& to) {
  using Bare = std::remove_const_t<Element>;
  napi_typedarray_type type;
  void* data;
  if (napi_get_typedarray_info(env, from, &type, nullptr, &data, nullptr, nullptr) == napi_ok) {
    if (type != ElementType<Bare>::type) return refuse(env, ElementType<Bare>::message);
    to = static_cast<Element*>(data);
    return true;
  }
  napi_valuetype kind;
  napi_typeof(env, from, &kind);
  if (kind != napi_null) return refuse(env, ElementType<Bare>::message);
  to = nullptr;
  return true;
}

inline napi_value wrap(napi_env env, int64_t value) {
  napi_value result;
  napi_create_int64(env, value, &result);
  return result;
}
inline napi_value wrap(napi_env env, double value) {
  napi_value result;
  napi_create_double(env, value, &result);
  return result;
}

template <auto Function>
struct Binding;

template <class Result, class... Arguments, Result (*Function)(Arguments...)>
struct Binding<Function> {
  static napi_value call(napi_env env, napi_callback_info info) {
    return callWith(env, info, std::index_sequence_for<Arguments...>{});
  }

 private:
  template <std::size_t... Index>
  static napi_value callWith(napi_env env, napi_callback_info info, std::index_sequence<Index...>) {
    constexpr std::size_t expected = sizeof...(Arguments);
    napi_value values[expected + 1];
    std::size_t count = expected;
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
    if (count < expected) return refuse(env, "ops.native: too few arguments"), nullptr;
    std::tuple<Arguments...> arguments;
    if (!(convert(env, values[Index], std::get<Index>(arguments)) && ...)) return nullptr;
    if constexpr (std::is_void_v<Result>) {
      Function(std::get<Index>(arguments)...);
      return nullptr;
    } else {
      return wrap(env, Function(std::get<Index>(arguments)...));
    }
  }
};

template <auto Function>
inline void expose(napi_env env, napi_value object, const char* name) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, Binding<Function>::call, nullptr, &function);
  napi_set_named_property(env, object, name, function);
}

}  // namespace vlm
