// Unpacking: SQL arguments to plain values. Everything here may ereport, so nothing with a destructor may be alive.
// Must not know: what the values are for.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/day.hpp"
#include "core/base/entity_table.hpp"
#include "core/base/grain.hpp"
#include "core/base/instant.hpp"
#include "core/base/interval.hpp"
#include "core/base/money.hpp"
#include "core/base/packed_decimal.hpp"
#include "pg/boundary/cache.hpp"

namespace c360::pg {

// 22004: an aggregate's parameter is NULL.
inline void require_parameter(FunctionCallInfo fcinfo, int number, const char* name) {
  if (likely(!PG_ARGISNULL(number))) return;
  ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not be null", name),
                  errdetail("NULL rows are skipped, but a parameter must have a value."),
                  errhint("Give a value, for example with coalesce().")));
}

[[noreturn]] void report_infinite_day();

// A calendar_day. Its cast from date is free of charge, so that infinity is refused here.
inline Day day_from(Datum datum) {
  const DateADT value = DatumGetDateADT(datum);
  if (unlikely(DATE_NOT_FINITE(value))) report_infinite_day();
  return Day{value};
}
inline Day day_argument(FunctionCallInfo fcinfo, int number) { return day_from(PG_GETARG_DATUM(number)); }
inline Day day_parameter(FunctionCallInfo fcinfo, int number, const char* name) {
  require_parameter(fcinfo, number, name);
  return day_argument(fcinfo, number);
}

[[noreturn]] void report_infinite_instant();

inline Instant instant_argument(FunctionCallInfo fcinfo, int number) {
  const TimestampTz value = PG_GETARG_TIMESTAMPTZ(number);
  if (unlikely(TIMESTAMP_NOT_FINITE(value))) report_infinite_instant();
  return Instant{value};
}

// A bigint that the core takes as an int32: whatever a warehouse's counts are, one signature.
std::int32_t int_from(std::int64_t value, const char* name);
inline std::int32_t int_parameter(FunctionCallInfo fcinfo, int number, const char* name) {
  require_parameter(fcinfo, number, name);
  return int_from(PG_GETARG_INT64(number), name);
}

// An interval without months, in microseconds; at least `least` of them.
inline std::int64_t length_parameter(FunctionCallInfo fcinfo, int number, const char* name, std::int64_t least = 1) {
  require_parameter(fcinfo, number, name);
  const Interval* given = PG_GETARG_INTERVAL_P(number);
  std::int64_t length = 0;
  compute([&] { length = IntervalParts{given->month, given->day, given->time}.length(name, least); });
  return length;
}

// The bytes of a varlena, wherever they are; a copy only when they were toasted.
inline std::string_view text_from(Datum datum) {
  const auto* packed = reinterpret_cast<const struct varlena*>(DatumGetPointer(datum));
  if (unlikely(VARATT_IS_COMPRESSED(packed) || VARATT_IS_EXTERNAL(packed))) packed = PG_DETOAST_DATUM_PACKED(datum);
  return {VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed)};
}
inline std::string_view text_argument(FunctionCallInfo fcinfo, int number) {
  return text_from(PG_GETARG_DATUM(number));
}
inline ConstBytes bytes_from(Datum datum) {
  const std::string_view text = text_from(datum);
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
inline ConstBytes bytes_argument(FunctionCallInfo fcinfo, int number) { return bytes_from(PG_GETARG_DATUM(number)); }

using GrainCache = CompiledBytes<Grain, 32>;
inline Grain grain_parameter(FunctionCallInfo fcinfo, int number, GrainCache& cache) {
  require_parameter(fcinfo, number, "grain");
  return cache.get(text_argument(fcinfo, number), [](std::string_view text) {
    Grain grain;
    compute([&] { grain = Grain::parse(text); });
    return grain;
  });
}

// [from, to); ends that the range leaves open are those of the calendar.
struct DayRange {
  std::int64_t from;
  std::int64_t to;
  bool bounded;
};
using DayRangeCache = CompiledBytes<DayRange, 32>;
DayRange day_range_parameter(FunctionCallInfo fcinfo, int number, DayRangeCache& cache);
// The same, and 22023 when an end is open: for results that have one element per day.
DayRange bounded_day_range_parameter(FunctionCallInfo fcinfo, int number, DayRangeCache& cache);

// A daterange as it is stored: its bounds without a look at the type cache, for functions that are called for every
// row.
struct StoredRange {
  bool empty;
  std::optional<Day> from, to;  // [from, to); an end that is open or infinite is missing
};
StoredRange range_from(Datum datum);

// The SQL types of entities' keys in population-level functions: what each is to the core, and how it is read. A text's
// key is a view of the argument.
template <class Integer>
struct IntegerKey {
  using Key = std::int64_t;
  static Key from(Datum datum) { return static_cast<Integer>(datum); }
  static Datum datum(Key key) { return static_cast<Datum>(key); }
};
using SmallintKey = IntegerKey<std::int16_t>;
using IntKey = IntegerKey<std::int32_t>;
using BigintKey = IntegerKey<std::int64_t>;
struct UuidKey {
  using Key = Uuid;
  static Key from(Datum datum) {
    Key key;
    std::memcpy(&key, DatumGetUUIDP(datum)->data, sizeof key);
    return key;
  }
  static Datum datum(const Key& key) {
    auto* uuid = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    std::memcpy(uuid->data, &key, sizeof key);
    return UUIDPGetDatum(uuid);
  }
};
struct TextKey {
  using Key = std::string_view;
  static Key from(Datum datum) { return text_from(datum); }
  static Datum datum(std::string_view key) {
    return PointerGetDatum(cstring_to_text_with_len(key.data(), static_cast<int>(key.size())));
  }
};
// 1.0 and 1.00 are one number: its bytes without needless decimals.
struct NumericKey {
  using Key = std::string_view;
  static Key from(Datum datum) {
    const ConstBytes bytes = bytes_from(datum);
    const char* key = reinterpret_cast<const char*>(bytes.data());
    if (likely(packed_decimal::is_shortest(bytes))) return {key, bytes.size()};
    auto* shortest = static_cast<std::byte*>(palloc(bytes.size() + sizeof(std::uint32_t)));
    return {reinterpret_cast<const char*>(shortest), packed_decimal::write_shortest(bytes, shortest)};
  }
  static Datum datum(std::string_view key) { return TextKey::datum(key); }  // a varlena with these bytes
};

// A numeric as money, to the nearest unit, half to even. 22003 for NaN, infinity and overflow.
Money amount_from(Datum datum);
// A floating-point number counts as the shortest decimal that reads back as it: what PostgreSQL prints.
FixedNumber fixed_from(Datum datum);
FixedNumber fixed_from(double value);
FixedNumber fixed_from(float value);
Datum numeric_from_text(char* written);

[[noreturn]] void report_not_finite(const char* name);

// The decimal itself, rounded half to even at the sixth decimal. 22023 for NaN and infinity, 22003 for what Millionths
// do not hold.
Millionths number_from(Datum datum, const char* name);

// Nearest double; 22023 for NaN and infinity.
double finite_double_from(Datum numeric, const char* name);
double finite_double(double value, const char* name);

}  // namespace c360::pg
