// A point in time, for what is counted on a clock and not on a calendar.
// Must not know: time zones, how a host writes instants.
#pragma once

#include <compare>
#include <cstdint>

namespace c360 {

// Microseconds since 2000-01-01 00:00 UTC, as PostgreSQL counts.
struct Instant {
  std::int64_t value = 0;
  friend auto operator<=>(Instant, Instant) = default;
};

// The calendar's ends: 4714-11-24 BC to the end of 294276.
inline constexpr Instant first_instant{-211'813'488'000'000'000}, last_instant{9'223'371'331'199'999'999};
inline constexpr bool is_finite(Instant instant) { return instant >= first_instant && instant <= last_instant; }

}  // namespace c360
