// A length of time as an SQL interval gives it.
// Must not know: how a host writes intervals.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/instant.hpp"

namespace c360 {

// Months have no length of their own, and days are taken for 24 hours.
struct IntervalParts {
  std::int32_t months, days;
  std::int64_t microseconds;

  // In microseconds. Throws invalid_parameter unless it is at least `least`; `name` is the argument's.
  std::int64_t length(std::string_view name, std::int64_t least = 1) const {
    const auto refuse = [&](std::string_view detail) {
      throw Error(
          ErrorKind::invalid_parameter,
          concat(name, least > 0 ? " must be a positive length of time" : " must be zero or a positive length of time"),
          std::string(detail), "Use days, which are 24 hours here, or hours: '7 days', '36 hours'.");
    };
    if (months != 0) refuse("The interval has months or years, which differ in length.");
    const __int128 length = static_cast<__int128>(days) * 86'400'000'000 + microseconds;
    if (length < least) refuse(least > 0 ? "The interval is zero or negative." : "The interval is negative.");
    if (length > last_instant.value) refuse("The interval is longer than the calendar.");
    return static_cast<std::int64_t>(length);
  }
};

}  // namespace c360
