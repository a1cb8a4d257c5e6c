// The SQL type aggregate_state: partial results of aggregates as real values, which can be shipped, stored and dumped.
// Must not know: what the states are for; bytes from outside are handed to the class that owns their type.
#include "core/aggregate_state.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

static Datum checked_state(ConstBytes bytes) {
  compute([&] { validate_aggregate_state(bytes); });
  return bytes_datum(bytes);
}

C360_FUNCTION(c360_aggregate_state_in) {
  // The text form is bytea's in hex; its reader is PostgreSQL's.
  return checked_state(bytes_from(DirectFunctionCall1(byteain, PG_GETARG_DATUM(0))));
}

C360_FUNCTION(c360_aggregate_state_out) {
  static constexpr char digits[] = "0123456789abcdef";
  const ConstBytes state = bytes_argument(fcinfo, 0);
  auto* text = static_cast<char*>(palloc(state.size() * 2 + 3));
  char* at = text;
  *at++ = '\\';
  *at++ = 'x';
  for (const std::byte byte : state) {
    *at++ = digits[std::to_integer<int>(byte) >> 4];
    *at++ = digits[std::to_integer<int>(byte) & 15];
  }
  *at = '\0';
  PG_RETURN_CSTRING(text);
}

C360_FUNCTION(c360_aggregate_state_recv) {
  auto* buffer = reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0));
  const int size = buffer->len - buffer->cursor;
  return checked_state({reinterpret_cast<const std::byte*>(pq_getmsgbytes(buffer, size)), static_cast<std::size_t>(size)});
}

C360_FUNCTION(c360_aggregate_state_send) { return bytes_datum(bytes_argument(fcinfo, 0)); }

}  // namespace c360::pg
