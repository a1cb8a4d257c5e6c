// The length of a period ('week', 'month', '7 days' …) and the numbering of periods.
// Must not know: where a grain's text came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/day.hpp"

namespace c360 {

// METRICS R3. Calendar periods are the same for everyone; blocks of days are counted back from as_of.
struct Grain {
  enum class Unit : std::uint8_t { day, week, month, quarter, year, block };

  Unit unit = Unit::week;
  std::uint8_t weekday = 0;  // of a week: the day it begins on, 0 = Monday
  std::uint16_t days = 0;    // of a block: its length

  static constexpr int longest_block = 1000;

  // Throws invalid_parameter on anything that R3 does not name.
  static Grain parse(std::string_view given);

  bool is_calendar() const { return unit != Unit::block; }

  // Distinct for every grain and dense from 0, below codes. It stands in stored states: never renumber.
  std::uint16_t code() const;
  static std::optional<Grain> from_code(std::uint16_t code);
  static constexpr int codes = 11 + longest_block + 1;

  friend bool operator==(const Grain&, const Grain&) = default;
};

void append(std::string& out, const Grain& grain);

// The periods of one grain, numbered so that neighbours differ by one. as_of anchors blocks; calendar grains ignore it.
class Periods {
 public:
  Periods(Grain grain, Day as_of) : grain_(grain), as_of_(as_of) {}

  std::int64_t index(Day day) const {
    switch (grain_.unit) {
      case Grain::Unit::day:
        return day.value;
      case Grain::Unit::week:
        return floor_div(std::int64_t{day.value} - monday - grain_.weekday, 7);
      case Grain::Unit::block:
        return -floor_div(std::int64_t{as_of_.value} - day.value, grain_.days);
      default:
        break;
    }
    const CivilDate date = civil_from_days(day.value);
    if (grain_.unit == Grain::Unit::month) return std::int64_t{date.year} * 12 + date.month - 1;
    if (grain_.unit == Grain::Unit::quarter) return std::int64_t{date.year} * 4 + (date.month - 1) / 3;
    return date.year;
  }

  // First day of a period. May lie outside the calendar at its very edges: a number, not a Day.
  std::int64_t start(std::int64_t index) const {
    switch (grain_.unit) {
      case Grain::Unit::day:
        return index;
      case Grain::Unit::week:
        return index * 7 + monday + grain_.weekday;
      case Grain::Unit::block:
        return as_of_.value + 1 + (index - 1) * grain_.days;
      case Grain::Unit::month:
        return days_from_civil(floor_div(index, 12), static_cast<int>(index - floor_div(index, 12) * 12) + 1, 1);
      case Grain::Unit::quarter:
        return days_from_civil(floor_div(index, 4), static_cast<int>(index - floor_div(index, 4) * 4) * 3 + 1, 1);
      case Grain::Unit::year:
        break;
    }
    return days_from_civil(index, 1, 1);
  }

  std::int64_t last(std::int64_t index) const { return start(index + 1) - 1; }

  // The latest period that as_of has finished, that is, whose last day is as_of or earlier.
  std::int64_t last_finished(Day as_of) const {
    const std::int64_t current = index(as_of);
    return last(current) <= as_of.value ? current : current - 1;
  }

  const Grain& grain() const { return grain_; }

 private:
  static constexpr std::int64_t monday = 2;  // 2000-01-03

  Grain grain_;
  Day as_of_;
};

}  // namespace c360
