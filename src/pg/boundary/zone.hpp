// Local time: a zone's offsets from UTC, found once for stretches of time.
// Must not know: what the instants are.
#pragma once

#include "core/base/day.hpp"
#include "pg/boundary/cache.hpp"

namespace c360::pg {

inline constexpr std::int64_t microseconds_a_day = USECS_PER_DAY;
inline constexpr std::int64_t unix_to_postgres_seconds =
    (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * std::int64_t{SECS_PER_DAY};

inline DateADT day_of(std::int64_t local) { return static_cast<DateADT>(floor_div(local, microseconds_a_day)); }

// A zone's offsets from UTC, by blocks of about six days of time. A block has one offset, or one change from
// an offset to the next, found through the zone's own transitions, so that a day on which clocks change is one day. A
// row then costs a look-up without a branch that depends on its time.
class ZoneOffsets {
 public:
  struct Stretch {
    std::int64_t offset;
    std::int64_t end;  // of the stretch of time that keeps the offset
  };

  static Stretch stretch_at(std::int64_t timestamp, pg_tz* zone) {
    const pg_time_t seconds = floor_div(timestamp, USECS_PER_SEC) + unix_to_postgres_seconds;
    long offset, next_offset;
    int is_dst, next_is_dst;
    pg_time_t change;
    const int found = pg_next_dst_boundary(&seconds, &offset, &is_dst, &change, &next_offset, &next_is_dst, zone);
    if (found < 0)
      ereport(ERROR,
              (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("timestamp out of range for the time zone")));
    const bool ends = found > 0 && change - unix_to_postgres_seconds < PG_INT64_MAX / USECS_PER_SEC;
    return {offset * USECS_PER_SEC, ends ? (change - unix_to_postgres_seconds) * USECS_PER_SEC : PG_INT64_MAX};
  }

  std::int64_t offset_at(std::int64_t timestamp, pg_tz* zone) {
    const std::int64_t number = timestamp >> block_bits;
    const Block& block = blocks_[static_cast<std::size_t>(number) % most_blocks];
    if (unlikely(zone_ != zone || block.number != number || !block.filled)) return fill(timestamp, zone);
    return timestamp < block.change ? block.before : block.after;
  }

 private:
  static constexpr int block_bits = 39;
  static constexpr std::size_t most_blocks = 128;  // two years in a row

  // Microseconds; instants since 2000-01-01 UTC.
  struct Block {
    std::int64_t number;
    std::int64_t change;
    std::int64_t before, after;
    bool filled;
  };
  std::int64_t fill(std::int64_t timestamp, pg_tz* zone) {
    if (zone_ != zone) {
      zone_ = zone;
      for (Block& block : blocks_) block.filled = false;
    }
    const std::int64_t number = timestamp >> block_bits;
    const std::int64_t block_end = (number + 1) * (std::int64_t{1} << block_bits);
    const Stretch first = stretch_at(number * (std::int64_t{1} << block_bits), zone);
    if (first.end < block_end) {
      const Stretch second = stretch_at(first.end, zone);
      // Two changes within six days have happened; such a block is asked for every row.
      if (second.end < block_end) return stretch_at(timestamp, zone).offset;
      blocks_[static_cast<std::size_t>(number) % most_blocks] = {number, first.end, first.offset, second.offset, true};
      return timestamp < first.end ? first.offset : second.offset;
    }
    blocks_[static_cast<std::size_t>(number) % most_blocks] = {number, PG_INT64_MAX, first.offset, first.offset, true};
    return first.offset;
  }

  pg_tz* zone_;
  Block blocks_[most_blocks];
};

// The local day of a finite instant. 22008 before the calendar's first day.
DateADT local_day(std::int64_t timestamp, pg_tz* zone, ZoneOffsets& offsets);

// The zone that an argument names. 22023 for what is no name of the time zone database: POSIX forms such as 'UTC+2',
// with signs of their own, included.
// What its name stands for; NULL where it is no name.
pg_tz* zone_named(std::string_view text);
using ZoneCache = CompiledBytes<pg_tz*, 64>;
pg_tz* zone_argument(FunctionCallInfo fcinfo, int number, ZoneCache& cache);

}  // namespace c360::pg
