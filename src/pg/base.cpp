// Bindings of what all domains stand on: calendar_day, its casts, and as_of(), where time enters (METRICS R2, R4);
// aggregate_state, partial results as real values, which can be shipped, stored and dumped.
// Must not know: metrics; bytes of a state from outside are handed to the class that owns their type.
#include "core/aggregate_state.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"
#include "pg/session.hpp"

namespace c360::pg {

namespace {

constexpr std::int64_t microseconds_a_day = USECS_PER_DAY;
constexpr std::int64_t unix_to_postgres_seconds =
    (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * std::int64_t{SECS_PER_DAY};

Datum finite_or_report(DateADT day) {
  if (DATE_NOT_FINITE(day)) report_infinite_day();
  return DateADTGetDatum(day);
}

void refuse_infinite(Timestamp timestamp) {
  if (TIMESTAMP_NOT_FINITE(timestamp)) report_infinite_day();
}

[[noreturn]] void report_day_before_calendar() {
  ereport(ERROR,
          (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("day out of range"),
           errdetail("In the session's TimeZone the instant lies before 4714-11-24 BC, the first day of the calendar."),
           errhint("Use NULL for an instant that is not known.")));
  pg_unreachable();
}

DateADT day_of(std::int64_t local) { return static_cast<DateADT>(floor_div(local, microseconds_a_day)); }

// The session zone's offsets from UTC, by blocks of about six days of time. A block has one offset, or one change from
// an offset to the next, found through the zone's own transitions, so that a day on which clocks change is one day. A
// row then costs a look-up without a branch that depends on its time.
class ZoneOffsets {
 public:
  std::int64_t offset_at(std::int64_t timestamp) {
    const std::int64_t number = timestamp >> block_bits;
    const StateBuffer& block = blocks_[static_cast<std::size_t>(number) % most_blocks];
    if (unlikely(zone_ != session_timezone || block.number != number || !block.filled)) return fill(timestamp);
    return timestamp < block.change ? block.before : block.after;
  }

 private:
  static constexpr int block_bits = 39;
  static constexpr std::size_t most_blocks = 128;  // two years in a row

  // Microseconds; instants since 2000-01-01 UTC.
  struct StateBuffer {
    std::int64_t number;
    std::int64_t change;
    std::int64_t before, after;
    bool filled;
  };
  struct Stretch {
    std::int64_t offset;
    std::int64_t end;  // of the stretch of time that keeps the offset
  };

  static Stretch stretch_at(std::int64_t timestamp) {
    const pg_time_t seconds = floor_div(timestamp, USECS_PER_SEC) + unix_to_postgres_seconds;
    long offset, next_offset;
    int is_dst, next_is_dst;
    pg_time_t change;
    const int found =
        pg_next_dst_boundary(&seconds, &offset, &is_dst, &change, &next_offset, &next_is_dst, session_timezone);
    if (found < 0)
      ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
                      errmsg("timestamp out of range for the session's time zone")));
    const bool ends = found > 0 && change - unix_to_postgres_seconds < PG_INT64_MAX / USECS_PER_SEC;
    return {offset * USECS_PER_SEC, ends ? (change - unix_to_postgres_seconds) * USECS_PER_SEC : PG_INT64_MAX};
  }

  std::int64_t fill(std::int64_t timestamp) {
    if (zone_ != session_timezone) {
      zone_ = session_timezone;
      for (StateBuffer& block : blocks_) block.filled = false;
    }
    const std::int64_t number = timestamp >> block_bits;
    const std::int64_t block_end = (number + 1) * (std::int64_t{1} << block_bits);
    const Stretch first = stretch_at(number * (std::int64_t{1} << block_bits));
    if (first.end < block_end) {
      const Stretch second = stretch_at(first.end);
      // Two changes within six days have happened; such a block is asked for every row.
      if (second.end < block_end) return stretch_at(timestamp).offset;
      blocks_[static_cast<std::size_t>(number) % most_blocks] = {number, first.end, first.offset, second.offset, true};
      return timestamp < first.end ? first.offset : second.offset;
    }
    blocks_[static_cast<std::size_t>(number) % most_blocks] = {number, PG_INT64_MAX, first.offset, first.offset, true};
    return first.offset;
  }

  const pg_tz* zone_;
  StateBuffer blocks_[most_blocks];
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
  const DateADT day = day_of(timestamp + offsets.offset_at(timestamp));
  // West of Greenwich, the calendar's first instants are still the day before its first.
  if (unlikely(day < first_day.value)) report_day_before_calendar();
  PG_RETURN_DATEADT(day);
}

C360_FUNCTION(c360_as_of) { PG_RETURN_DATEADT(session_as_of()); }

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
