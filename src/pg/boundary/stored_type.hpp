// From a view of stored bytes to the functions of an SQL type: binary form, order, hash, text.
// Must not know: any particular type.
#pragma once

#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

// A View has View(ConstBytes), static validate(ConstBytes), value_bytes() (the canonical form, without spare room), and
// a compare(View, View) in its namespace.

template <class View>
View view_argument(FunctionCallInfo fcinfo, int number) {
  const ConstBytes bytes = bytes_argument(fcinfo, number);
  std::optional<View> view;
  compute([&] { view.emplace(bytes); });
  return *view;
}

// A value that `build` writes into a buffer, as a Datum without spare room.
template <class View>
Datum compact_datum(const StateBuffer& buffer) {
  ConstBytes value;
  compute([&] { value = View(buffer.bytes()).value_bytes(); });
  return bytes_datum(value);
}
template <class View, class Build>
Datum build_value(Build build) {
  ContextResource memory(CurrentMemoryContext);
  StateBuffer buffer(memory);
  compute([&] { build(buffer); });
  return compact_datum<View>(buffer);
}

template <class View>
Datum stored_type_recv(FunctionCallInfo fcinfo) {
  auto* buffer = reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0));
  const int size = buffer->len - buffer->cursor;
  const ConstBytes bytes(reinterpret_cast<const std::byte*>(pq_getmsgbytes(buffer, size)),
                         static_cast<std::size_t>(size));
  compute([&] { View::validate(bytes); });
  return bytes_datum(bytes);
}

template <class View>
std::strong_ordering order_of_arguments(FunctionCallInfo fcinfo) {
  return compare(view_argument<View>(fcinfo, 0), view_argument<View>(fcinfo, 1));
}

// The value's bytes are its canonical form, so that equal values have equal hashes.
template <class View>
Datum stored_type_hash(FunctionCallInfo fcinfo, bool extended) {
  const ConstBytes bytes = view_argument<View>(fcinfo, 0).value_bytes();
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const int size = static_cast<int>(bytes.size());
  if (extended) PG_RETURN_UINT64(hash_bytes_extended(data, size, static_cast<uint64>(PG_GETARG_INT64(1))));
  PG_RETURN_UINT32(hash_bytes(data, size));
}

}  // namespace c360::pg

// One line per type: all of them but input and output.
#define C360_STORED_TYPE(name, View)                                                                                  \
  C360_FUNCTION(c360_##name##_recv) { return ::c360::pg::stored_type_recv<View>(fcinfo); }                            \
  C360_FUNCTION(c360_##name##_send) { return bytes_datum(::c360::pg::view_argument<View>(fcinfo, 0).value_bytes()); } \
  C360_FUNCTION(c360_##name##_cmp) {                                                                                  \
    const auto order = ::c360::pg::order_of_arguments<View>(fcinfo);                                                  \
    PG_RETURN_INT32(order<0 ? -1 : order> 0 ? 1 : 0);                                                                 \
  }                                                                                                                   \
  C360_FUNCTION(c360_##name##_eq) { PG_RETURN_BOOL(::c360::pg::order_of_arguments<View>(fcinfo) == 0); }              \
  C360_FUNCTION(c360_##name##_ne) { PG_RETURN_BOOL(::c360::pg::order_of_arguments<View>(fcinfo) != 0); }              \
  C360_FUNCTION(c360_##name##_lt) { PG_RETURN_BOOL(::c360::pg::order_of_arguments<View>(fcinfo) < 0); }               \
  C360_FUNCTION(c360_##name##_le) { PG_RETURN_BOOL(::c360::pg::order_of_arguments<View>(fcinfo) <= 0); }              \
  C360_FUNCTION(c360_##name##_gt) { PG_RETURN_BOOL(::c360::pg::order_of_arguments<View>(fcinfo) > 0); }               \
  C360_FUNCTION(c360_##name##_ge) { PG_RETURN_BOOL(::c360::pg::order_of_arguments<View>(fcinfo) >= 0); }              \
  C360_FUNCTION(c360_##name##_hash) { return ::c360::pg::stored_type_hash<View>(fcinfo, false); }                     \
  C360_FUNCTION(c360_##name##_hash_extended) { return ::c360::pg::stored_type_hash<View>(fcinfo, true); }
