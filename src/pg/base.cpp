// Bindings of what all domains stand on: calendar_day, its casts, and as_of(), where time enters (METRICS R2, R4);
// aggregate_state, partial results as real values, which can be shipped, stored and dumped.
// Must not know: metrics; bytes of a state from outside are handed to the class that owns their type.
#include "core/aggregate_state.hpp"
#include "core/base/double_decimal.hpp"
#include "core/base/landed.hpp"
#include "core/base/word.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"
#include "pg/boundary/zone.hpp"
#include "pg/session.hpp"

namespace c360::pg {

namespace {

Datum finite_or_report(DateADT day) {
  if (DATE_NOT_FINITE(day)) report_infinite_day();
  return DateADTGetDatum(day);
}

void refuse_infinite(Timestamp timestamp) {
  if (TIMESTAMP_NOT_FINITE(timestamp)) report_infinite_day();
}

}  // namespace

C360_FUNCTION(c360_calendar_day_in) {
  const Datum day = DirectFunctionCall1(date_in, PG_GETARG_DATUM(0));
  return finite_or_report(DatumGetDateADT(day));
}

C360_FUNCTION(c360_calendar_day_out) { return DirectFunctionCall1(date_out, PG_GETARG_DATUM(0)); }

C360_FUNCTION(c360_calendar_day_recv) {
  const Datum day = DirectFunctionCall1(date_recv, PG_GETARG_DATUM(0));
  return finite_or_report(DatumGetDateADT(day));
}

C360_FUNCTION(c360_calendar_day_send) { return DirectFunctionCall1(date_send, PG_GETARG_DATUM(0)); }

C360_FUNCTION(c360_calendar_day_from_timestamp) {
  const Timestamp timestamp = PG_GETARG_TIMESTAMP(0);
  refuse_infinite(timestamp);
  PG_RETURN_DATEADT(day_of(timestamp));
}

C360_FUNCTION(c360_calendar_day_from_timestamptz) {
  const TimestampTz timestamp = PG_GETARG_TIMESTAMPTZ(0);
  refuse_infinite(timestamp);
  PG_RETURN_DATEADT(local_day(timestamp, session_timezone, call_cache<ZoneOffsets>(fcinfo)));
}

namespace {

struct ZonedCache {
  ZoneCache zone;
  ZoneOffsets offsets;
};

}  // namespace

C360_FUNCTION(c360_calendar_day_in_zone) {
  const TimestampTz timestamp = PG_GETARG_TIMESTAMPTZ(0);
  refuse_infinite(timestamp);
  ZonedCache& cache = call_cache<ZonedCache>(fcinfo);
  PG_RETURN_DATEADT(local_day(timestamp, zone_argument(fcinfo, 1, cache.zone), cache.offsets));
}

C360_FUNCTION(c360_as_of) { PG_RETURN_DATEADT(session_as_of(session_timezone)); }

C360_FUNCTION(c360_as_of_in_zone) {
  PG_RETURN_DATEADT(session_as_of(zone_argument(fcinfo, 0, call_cache<ZoneCache>(fcinfo))));
}

// ---- the type amount: as a numeric but for its casts from floats

namespace {

// As it is written by whom it was shown: NaN and infinities, too.
Datum amount_of_text(const char* text) {
  return DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

}  // namespace

C360_FUNCTION(c360_amount_from_double) {
  const double value = PG_GETARG_FLOAT8(0);
  // Of at most 15 digits there is one decimal that reads back as the double: the shortest.
  if (const auto decimal = decimal_of(value))
    return decimal_datum(static_cast<std::int64_t>(decimal->units()), MillionthsUnit::decimals, 0);
  char text[DOUBLE_SHORTEST_DECIMAL_LEN];
  double_to_shortest_decimal_buf(value, text);
  return amount_of_text(text);
}

C360_FUNCTION(c360_amount_from_real) {
  char text[FLOAT_SHORTEST_DECIMAL_LEN];
  float_to_shortest_decimal_buf(PG_GETARG_FLOAT4(0), text);
  return amount_of_text(text);
}

// ---- the type day_range: a daterange but for its casts from ranges of instants

C360_FUNCTION(c360_day_range_in) { return OidInputFunctionCall(F_RANGE_IN, PG_GETARG_CSTRING(0), DATERANGEOID, -1); }

C360_FUNCTION(c360_day_range_recv) {
  return OidReceiveFunctionCall(F_RANGE_RECV, reinterpret_cast<StringInfo>(PG_GETARG_POINTER(0)), DATERANGEOID, -1);
}

C360_FUNCTION(c360_day_range_from_daterange) { return PG_GETARG_DATUM(0); }

C360_FUNCTION(c360_daterange) { return PG_GETARG_DATUM(0); }

namespace {

// day_of(instant) is the day of a finite one.
template <class DayOf>
Datum days_of_instants(const RangeType* range, DayOf day) {
  TypeCacheEntry* instants = lookup_type_cache(RangeTypeGetOid(range), TYPECACHE_RANGE_INFO);
  TypeCacheEntry* days = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
  RangeBound lower, upper;
  bool empty;
  range_deserialize(instants, range, &lower, &upper, &empty);
  const auto open = [](RangeBound& bound) {
    if (!bound.infinite && TIMESTAMP_NOT_FINITE(DatumGetTimestamp(bound.val))) bound.infinite = true;
    return bound.infinite;
  };
  if (!empty) {
    // An end at the wrong infinity leaves nothing.
    const auto nothing = [](const RangeBound& bound, Timestamp at) {
      return !bound.infinite && DatumGetTimestamp(bound.val) == at;
    };
    empty = nothing(lower, DT_NOEND) || nothing(upper, DT_NOBEGIN);
  }
  if (!empty) {
    if (!open(lower)) lower.val = DateADTGetDatum(day(DatumGetTimestamp(lower.val)));
    if (!open(upper)) upper.val = DateADTGetDatum(day(DatumGetTimestamp(upper.val)) + (upper.inclusive ? 1 : 0));
    lower.inclusive = !lower.infinite;
    upper.inclusive = false;
  }
  return RangeTypePGetDatum(make_range(days, &lower, &upper, empty C360_SOFT_ERRORS));
}

}  // namespace

C360_FUNCTION(c360_day_range_from_tsrange) { return days_of_instants(PG_GETARG_RANGE_P(0), day_of); }

C360_FUNCTION(c360_day_range_from_tstzrange) {
  ZoneOffsets& offsets = call_cache<ZoneOffsets>(fcinfo);
  return days_of_instants(PG_GETARG_RANGE_P(0),
                          [&](TimestampTz timestamp) { return local_day(timestamp, session_timezone, offsets); });
}

// ---- safe readers of what connectors land

namespace {

// Of the instant or the local time; nothing for what cannot be read.
std::optional<LandedMoment> landed_argument(FunctionCallInfo fcinfo) {
  const std::string_view text = text_argument(fcinfo, 0);
  std::optional<LandedMoment> moment;
  compute([&] { moment = landed_moment(text); });
  return moment;
}

// The instant of a local time; one that clocks skip, or show twice, as PostgreSQL's own casts have it.
TimestampTz instant_of_local(std::int64_t local, pg_tz* zone) {
  pg_tm time;
  fsec_t fraction;
  if (timestamp2tm(local, nullptr, &time, &fraction, nullptr, nullptr) != 0) report_infinite_instant();
  return local + DetermineTimeZoneOffset(&time, zone) * USECS_PER_SEC;
}

}  // namespace

C360_FUNCTION(c360_try_day) {
  const auto moment = landed_argument(fcinfo);
  // Of an instant in the middle of a day, the local day is that of a zone.
  if (!moment || (moment->kind == LandedMoment::Kind::instant && !moment->at_midnight)) PG_RETURN_NULL();
  PG_RETURN_DATEADT(moment->day.value);
}

C360_FUNCTION(c360_try_day_in_zone) {
  ZonedCache& cache = call_cache<ZonedCache>(fcinfo);
  pg_tz* zone = zone_argument(fcinfo, 1, cache.zone);
  const auto moment = landed_argument(fcinfo);
  if (!moment) PG_RETURN_NULL();
  if (moment->kind == LandedMoment::Kind::local) PG_RETURN_DATEADT(moment->day.value);
  PG_RETURN_DATEADT(local_day(moment->microseconds, zone, cache.offsets));
}

C360_FUNCTION(c360_try_instant) {
  pg_tz* zone = zone_argument(fcinfo, 1, call_cache<ZoneCache>(fcinfo));
  const auto moment = landed_argument(fcinfo);
  if (!moment) PG_RETURN_NULL();
  if (moment->kind == LandedMoment::Kind::instant) PG_RETURN_TIMESTAMPTZ(moment->microseconds);
  PG_RETURN_TIMESTAMPTZ(instant_of_local(moment->microseconds, zone));
}

C360_FUNCTION(c360_try_amount) {
  const std::string_view text = text_argument(fcinfo, 0);
  const char* number = nullptr;
  ContextResource memory(CurrentMemoryContext);
  compute([&] {
    const auto plain = plain_number(text, true);
    if (!plain) return;
    auto* copy = static_cast<char*>(memory.allocate(plain->size() + 1, 1));
    std::memcpy(copy, plain->c_str(), plain->size() + 1);
    number = copy;
  });
  if (number == nullptr) PG_RETURN_NULL();
  return amount_of_text(number);
}

C360_FUNCTION(c360_try_bigint) {
  const std::string_view text = text_argument(fcinfo, 0);
  std::optional<std::int64_t> number;
  compute([&] { number = whole_number(text); });
  if (!number) PG_RETURN_NULL();
  PG_RETURN_INT64(*number);
}

C360_FUNCTION(c360_word) {
  const std::string_view text = text_argument(fcinfo, 0);
  auto* word = static_cast<struct varlena*>(palloc(VARHDRSZ + text.size()));
  std::optional<std::size_t> size;
  compute([&] { size = compared_word(text, VARDATA(word)); });
  if (!size) {
    const Datum lower_case =
        DirectFunctionCall1Coll(lower, DEFAULT_COLLATION_OID, DirectFunctionCall1(btrim1, PG_GETARG_DATUM(0)));
    PG_RETURN_DATUM(DirectFunctionCall3(translate, lower_case, text_datum("_-"), text_datum("  ")));
  }
  SET_VARSIZE(word, VARHDRSZ + *size);
  PG_RETURN_TEXT_P(word);
}

C360_FUNCTION(c360_word_distance) {
  const std::string_view a = text_argument(fcinfo, 0);
  const std::string_view b = text_argument(fcinfo, 1);
  std::size_t distance = 0;
  compute([&] { distance = word_distance(a, b); });
  PG_RETURN_INT32(static_cast<std::int32_t>(distance));
}

// ---- the type aggregate_state

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
  return checked_state(
      {reinterpret_cast<const std::byte*>(pq_getmsgbytes(buffer, size)), static_cast<std::size_t>(size)});
}

C360_FUNCTION(c360_aggregate_state_send) { return bytes_datum(bytes_argument(fcinfo, 0)); }

}  // namespace c360::pg
