// The type calendar_day, its casts, and as_of(): where time enters (METRICS R2, R4).
// Must not know: metrics.
#include "pg/session.hpp"

#include "pg/boundary/args.hpp"

namespace c360::pg {

namespace {

constexpr std::int64_t microseconds_a_day = USECS_PER_DAY;
constexpr std::int64_t unix_to_postgres_seconds = (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * std::int64_t{SECS_PER_DAY};

Datum finite_or_report(DateADT day) {
  if (DATE_NOT_FINITE(day)) report_infinite_day();
  return DateADTGetDatum(day);
}

void refuse_infinite(Timestamp timestamp) {
  if (TIMESTAMP_NOT_FINITE(timestamp)) report_infinite_day();
}

DateADT day_of(std::int64_t local) { return static_cast<DateADT>(floor_div(local, microseconds_a_day)); }

// Stretches of time in which the session's zone keeps one offset from UTC. Found through the zone's own transitions, so
// that a day with a change of clocks is one day; then a row costs two comparisons and an addition.
struct ZoneOffsets {
  struct Stretch {
    std::int64_t from, to;  // [from, to) in microseconds since 2000-01-01 UTC
    std::int64_t offset;
  };
  static constexpr int most = 32;

  const pg_tz* zone;
  int count, recent, replace;
  Stretch stretches[most];

  std::int64_t offset_at(std::int64_t timestamp) {
    const Stretch& last = stretches[recent];
    if (likely(zone == session_timezone && timestamp >= last.from && timestamp < last.to)) return last.offset;
    return find(timestamp);
  }

 private:
  std::int64_t find(std::int64_t timestamp) {
    if (zone != session_timezone) {
      zone = session_timezone;
      count = recent = replace = 0;
    }
    for (int i = 0; i < count; ++i)
      if (timestamp >= stretches[i].from && timestamp < stretches[i].to) return stretches[recent = i].offset;

    const pg_time_t seconds = floor_div(timestamp, USECS_PER_SEC) + unix_to_postgres_seconds;
    long before_offset, after_offset;
    int before_is_dst, after_is_dst;
    pg_time_t change;
    const int found =
        pg_next_dst_boundary(&seconds, &before_offset, &before_is_dst, &change, &after_offset, &after_is_dst, session_timezone);
    if (found < 0)
      ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("timestamp out of range for the session's time zone")));
    std::int64_t to = PG_INT64_MAX;
    if (found > 0 && change - unix_to_postgres_seconds < PG_INT64_MAX / USECS_PER_SEC)
      to = (change - unix_to_postgres_seconds) * USECS_PER_SEC;
    const std::int64_t from = (seconds - unix_to_postgres_seconds) * USECS_PER_SEC;

    // An earlier instant before the same change: the stretch is longer than known so far.
    for (int i = 0; i < count; ++i)
      if (stretches[i].to == to && from < stretches[i].from) {
        stretches[i].from = from;
        return stretches[recent = i].offset;
      }
    recent = count < most ? count++ : replace++ % most;
    stretches[recent] = {from, to, before_offset * USECS_PER_SEC};
    return stretches[recent].offset;
  }
};

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
  ZoneOffsets& offsets = call_cache<ZoneOffsets>(fcinfo);
  PG_RETURN_DATEADT(day_of(timestamp + offsets.offset_at(timestamp)));
}

C360_FUNCTION(c360_as_of) { PG_RETURN_DATEADT(session_as_of()); }

}  // namespace c360::pg
