// Numbers, days and instants as connectors land them: text of many shapes, of which each is read in one way or not at
// all. Must not know: which column a text comes from, and the zone that local times are of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/day.hpp"

namespace c360 {

// A number made plain: -?digits[.digits]. Nothing for what is no number, is ambiguous, has more than 18 digits before
// the point, or is longer than 400 characters. Read are signs on either side, (1,200.00) as negative, groups of three
// digits by comma, apostrophe or blank (a comma is never a decimal point), exponents, and, with_currency, one currency:
// $, €, 'US$', or three capitals.
std::optional<std::string> plain_number(std::string_view text, bool with_currency);

// A whole number of the same shapes, without a currency: 1,200 and 42.0 and 1e3.
std::optional<std::int64_t> whole_number(std::string_view text);

// A point in time as it was written.
struct LandedMoment {
  enum class Kind {
    local,    // a day, or a day and a time of day, without a zone
    instant,  // with an offset from UTC, or counted from 1970
  } kind;
  std::int64_t microseconds;  // since 2000-01-01 00:00, local or in UTC
  Day day;                    // as it was written; that in UTC where it was counted
  bool at_midnight;           // of that day
  friend bool operator==(const LandedMoment&, const LandedMoment&) = default;
};

// Nothing for what is none, or could be two: 01/02/2026, a count whose unit its digits do not tell. Years 1 to 9999.
// ISO 8601 and its neighbours (2026-1-31, 2026/01/31, 20260131, blanks for the T, 'UTC'); counts of seconds since 1970
// (9 to 11 digits), milliseconds (13), microseconds (15, 16), nanoseconds (18, 19).
std::optional<LandedMoment> landed_moment(std::string_view text);

}  // namespace c360
