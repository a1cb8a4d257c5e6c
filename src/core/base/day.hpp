// A day of the proleptic Gregorian calendar, and its arithmetic.
// Must not know: time zones, times of day, output styles.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace c360 {

// Days since 2000-01-01, as PostgreSQL's date counts, so that the boundary passes them through unchanged.
struct Day {
  std::int32_t value = 0;
  friend auto operator<=>(Day, Day) = default;
};

// PostgreSQL's calendar: 4714-11-24 BC to 5874897-12-31. Every Day that the boundary hands in lies within it.
inline constexpr Day first_day{-2451545};
inline constexpr Day last_day{2145031948};

inline constexpr bool is_calendar_day(std::int64_t value) {
  return value >= first_day.value && value <= last_day.value;
}

// Division that rounds towards minus infinity: days before the epoch belong to earlier periods, not to period zero.
constexpr std::int64_t floor_div(std::int64_t dividend, std::int64_t divisor) {
  return dividend / divisor - (dividend % divisor < 0);
}

struct CivilDate {
  std::int32_t year;  // astronomical: 0 is 1 BC
  std::int32_t month;
  std::int32_t day;
};

constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  // Years begin in March here, so that the leap day is a year's last and month lengths follow one line.
  const std::int64_t shifted_year = year - (month <= 2);
  const std::int64_t era = floor_div(shifted_year, 400);
  const std::int64_t year_of_era = shifted_year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 730425;  // 730425: days from 0000-03-01 to 2000-01-01
}

constexpr CivilDate civil_from_days(std::int64_t days) {
  const std::int64_t shifted = days + 730425;
  const std::int64_t era = floor_div(shifted, 146097);
  const auto day_of_era = static_cast<std::uint32_t>(shifted - era * 146097);
  const std::uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t shifted_month = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<std::int32_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const auto month = static_cast<std::int32_t>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  const auto year = static_cast<std::int32_t>(year_of_era + era * 400 + (month <= 2));
  return {year, month, day};
}

// ISO 8601, years of at least four digits, years before 1 as PostgreSQL writes them: '0044-03-15 BC'.
void append(std::string& out, Day day);

// The inverse of append; nothing for anything else, a day outside the calendar included.
std::optional<Day> parse_day(std::string_view text);

// Throws day_out_of_range when the number is no day of the calendar.
Day checked_day(std::int64_t value);

}  // namespace c360
