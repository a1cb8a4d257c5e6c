// The calendar once more, by way of std::chrono and day by day: what Periods is compared with.
// Must not know: the arithmetic of core/base/day.hpp and grain.hpp.
#pragma once

#include <chrono>
#include <vector>

#include "core/base/grain.hpp"

namespace c360::testing {

inline constexpr std::chrono::sys_days epoch = std::chrono::year{2000} / std::chrono::January / 1;

// std::chrono's years end at ±32767.
inline constexpr std::int32_t chrono_first = (std::chrono::sys_days(std::chrono::year{-32767} / 1 / 1) - epoch).count();
inline constexpr std::int32_t chrono_last = (std::chrono::sys_days(std::chrono::year{32767} / 12 / 31) - epoch).count();

inline std::chrono::year_month_day chrono_date(std::int64_t day) {
  return std::chrono::year_month_day(epoch + std::chrono::days(day));
}
inline std::int64_t chrono_day(std::chrono::year_month_day date) {
  return (std::chrono::sys_days(date) - epoch).count();
}

// First day of the period that holds a day.
inline std::int64_t model_start(const Grain& grain, Day as_of, std::int64_t day) {
  using namespace std::chrono;
  const year_month_day date = chrono_date(day);
  switch (grain.unit) {
    case Grain::Unit::day:
      return day;
    case Grain::Unit::week:
      while (weekday(epoch + days(day)) != weekday((grain.weekday + 1u) % 7)) --day;
      return day;
    case Grain::Unit::month:
      return chrono_day(date.year() / date.month() / 1);
    case Grain::Unit::quarter:
      return chrono_day(date.year() / month((unsigned(date.month()) - 1) / 3 * 3 + 1) / 1);
    case Grain::Unit::year:
      return chrono_day(date.year() / January / 1);
    case Grain::Unit::block:
      break;
  }
  std::int64_t end = as_of.value;
  while (end - grain.days >= day) end -= grain.days;
  while (end < day) end += grain.days;
  return end - grain.days + 1;
}

inline std::int64_t model_next_start(const Grain& grain, Day as_of, std::int64_t start) {
  std::int64_t day = start + 1;
  const std::int64_t longest = 1001;
  while (day < start + longest && model_start(grain, as_of, day) == start) ++day;
  return day;
}

// Every kind of grain: all weekdays, short and long blocks.
inline std::vector<Grain> all_grains() {
  std::vector<Grain> grains{{Grain::Unit::day}, {Grain::Unit::month}, {Grain::Unit::quarter}, {Grain::Unit::year}};
  for (std::uint8_t weekday = 0; weekday < 7; ++weekday) grains.push_back({Grain::Unit::week, weekday});
  for (const int days : {1, 2, 7, 13, 28, 30, 90, 365, 1000})
    grains.push_back({Grain::Unit::block, 0, static_cast<std::uint16_t>(days)});
  return grains;
}

inline std::string text_of(const Grain& grain) {
  std::string text;
  append(text, grain);
  return text;
}

}  // namespace c360::testing

namespace c360 {
inline void PrintTo(const Grain& grain, std::ostream* out) { *out << testing::text_of(grain); }
}  // namespace c360
