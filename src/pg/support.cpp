// Bindings of the support domain (METRICS D7, D14).
// Must not know: how anything is computed; that is core/support.
#include "core/support/max_burst.hpp"
#include "core/support/schedule.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/documents.hpp"
#include "pg/boundary/zone.hpp"

namespace c360::pg {

namespace {

// A window_length is an interval that has a length.
std::int64_t length_of(const Interval& interval) {
  std::int64_t length = 0;
  compute([&] { length = IntervalParts{interval.month, interval.day, interval.time}.length("within"); });
  return length;
}
Datum checked_length(Datum interval) {
  length_of(*DatumGetIntervalP(interval));
  return interval;
}
Datum length_of_days(std::int64_t days) {
  auto* interval = static_cast<Interval*>(palloc0(sizeof(Interval)));
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

struct ScheduleCache {
  CompiledDocument<support::Schedule> schedule;
  std::uint64_t generation;  // of the schedule whose zone this is
  pg_tz* zone;
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

// ---- working hours

C360_FUNCTION(c360_business_hours) {
  auto& cache = call_cache<ScheduleCache>(fcinfo);
  const support::Schedule& schedule =
      cache.schedule.get(fcinfo->flinfo->fn_mcxt, stored_argument(fcinfo, 2), PG_GETARG_DATUM(2), json_text,
                         [](std::string_view json) { return support::Schedule::parse(parse_json(json)); });
  if (cache.zone == nullptr || cache.generation != cache.schedule.generation) {
    cache.zone = zone_named(schedule.zone());
    cache.generation = cache.schedule.generation;
    if (cache.zone == nullptr)
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("invalid schedule"),
                      errdetail("At $.zone: \"%s\" is not a name of the time zone database.",
                                pnstrdup(schedule.zone().c_str(), std::min<std::size_t>(schedule.zone().size(), 100))),
                      errhint("Write, for example, \"Europe/Berlin\" or \"UTC\"; pg_timezone_names lists them.")));
  }
  const std::int64_t from = instant_argument(fcinfo, 0).value, to = instant_argument(fcinfo, 1).value;
  if (to < from) PG_RETURN_NULL();
  // In stretches of one offset, so that a shift in which clocks change is as long as it is.
  std::int64_t total = 0;
  for (std::int64_t at = from; at < to;) {
    CHECK_FOR_INTERRUPTS();
    const ZoneOffsets::Stretch stretch = ZoneOffsets::stretch_at(at, cache.zone);
    const std::int64_t end = std::min(to, stretch.end);
    total += schedule.working_time(at + stretch.offset, end + stretch.offset);
    at = end;
  }
  return return_field(fcinfo, rate_field(total, USECS_PER_HOUR));
}

C360_FLAT_AGGREGATE(max_burst, MaxBurstBinding)

}  // namespace c360::pg
