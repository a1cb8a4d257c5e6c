// Bindings of the support domain (METRICS D7).
// Must not know: how anything is computed; that is core/support.
#include "core/support/max_burst.hpp"
#include "pg/boundary/aggregate.hpp"

namespace c360::pg {

namespace {

// A window_length is an interval that has a length.
std::int64_t length_of(const ::Interval& interval) {
  std::int64_t length = 0;
  compute([&] { length = support::Interval{interval.month, interval.day, interval.time}.length(); });
  return length;
}
Datum checked_length(Datum interval) {
  length_of(*DatumGetIntervalP(interval));
  return interval;
}
Datum length_of_days(std::int64_t days) {
  auto* interval = static_cast<::Interval*>(palloc0(sizeof(::Interval)));
  // More days than fit are longer than the calendar.
  interval->day = static_cast<std::int32_t>(std::clamp<std::int64_t>(days, PG_INT32_MIN, PG_INT32_MAX));
  return checked_length(IntervalPGetDatum(interval));
}

struct MaxBurstBinding {
  using State = support::MaxBurst;
  static State::Parameters parameters(FunctionCallInfo fcinfo) {
    require_parameter(fcinfo, 2, "within");
    return {length_of(*PG_GETARG_INTERVAL_P(2))};
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{instant_argument(fcinfo, 1)};
  }
  static Field pack(FunctionCallInfo, State::Result most) { return Int64GetDatum(most); }
  static Field empty(FunctionCallInfo) { return Int64GetDatum(0); }
};

}  // namespace

// ---- the type window_length

C360_FUNCTION(c360_window_length_in) {
  const char* text = PG_GETARG_CSTRING(0);
  std::optional<std::int64_t> days;
  compute([&] { days = support::days_of(text); });
  if (days) return length_of_days(*days);
  return checked_length(
      DirectFunctionCall3(interval_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}
C360_FUNCTION(c360_window_length_out) { return DirectFunctionCall1(interval_out, PG_GETARG_DATUM(0)); }
C360_FUNCTION(c360_window_length_recv) {
  return checked_length(
      DirectFunctionCall3(interval_recv, PG_GETARG_DATUM(0), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}
C360_FUNCTION(c360_window_length_send) { return DirectFunctionCall1(interval_send, PG_GETARG_DATUM(0)); }

C360_FUNCTION(c360_window_length_from_interval) { return checked_length(PG_GETARG_DATUM(0)); }
C360_FUNCTION(c360_window_length_from_bigint) { return length_of_days(PG_GETARG_INT64(0)); }
C360_FUNCTION(c360_window_length_from_integer) { return length_of_days(PG_GETARG_INT32(0)); }
C360_FUNCTION(c360_window_length_from_smallint) { return length_of_days(PG_GETARG_INT16(0)); }

C360_FLAT_AGGREGATE(max_burst, MaxBurstBinding)

}  // namespace c360::pg
