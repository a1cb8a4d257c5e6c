// What histories are compared with: plain sets of days.
// Must not know: how a history is stored.
#pragma once

#include <algorithm>

#include "states/stored_values.hpp"
#include "testing.hpp"

namespace c360::testing {

inline DaySet days_of(const activity::HistoryView& history) {
  DaySet days;
  history.for_each_run([&](activity::DayRun run) {
    for (std::int64_t each = run.from; each < run.to; ++each) days.insert(days.end(), each);
  });
  return days;
}

// Days of all sorts: none, single ones, runs, neighbours of the borders between words, far apart.
inline DaySet random_days(Chance& chance, std::int64_t from, std::int64_t to) {
  DaySet days;
  const std::int64_t pieces = chance.number(0, 8);
  for (std::int64_t piece = 0; piece < pieces; ++piece) {
    const std::int64_t at = chance.number(from, to - 1);
    const std::int64_t length = chance.one_in(2) ? 1 : chance.one_in(3) ? chance.number(1, 200) : chance.number(1, 20);
    for (std::int64_t each = at; each < std::min(at + length, to); ++each)
      if (piece % 2 == 0 || !chance.one_in(3)) days.insert(each);
  }
  if (chance.one_in(4)) {
    const std::int64_t border = floor_div(chance.number(from, to - 1), 64) * 64;
    for (const std::int64_t each : {border - 1, border, border + 63, border + 64})
      if (each >= from && each < to) days.insert(each);
  }
  return days;
}

}  // namespace c360::testing
