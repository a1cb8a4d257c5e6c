// Histories as values, beside what they are compared with: plain sets of days.
// Must not know: how a history is stored.
#pragma once

#include <algorithm>
#include <set>

#include "core/activity/history.hpp"
#include "core/activity/history_text.hpp"
#include "testing.hpp"

namespace c360::testing {

using DaySet = std::set<std::int64_t>;

// The value of a history, as it is stored: no spare room. It stands at an odd address, as a stored value may.
class History {
 public:
  History() : History(DaySet{}) {}
  explicit History(const DaySet& days) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    activity::HistoryBuilder builder(buffer);
    for (const std::int64_t each : days) builder.add(Day{static_cast<std::int32_t>(each)});
    keep(buffer);
  }
  explicit History(std::string_view text) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    activity::from_text(text, buffer);
    keep(buffer);
  }
  explicit History(const StateBuffer& buffer) { keep(buffer); }

  activity::HistoryView view() const { return activity::HistoryView(value_.bytes()); }
  Bytes bytes() const { return copy_of(value_.bytes()); }

 private:
  void keep(const StateBuffer& buffer) {
    const ConstBytes value = activity::HistoryView(buffer.bytes()).value_bytes();
    activity::HistoryView::validate(value);
    value_ = OddCopy(value);
  }

  OddCopy value_;
};

inline DaySet days_of(const activity::HistoryView& history) {
  DaySet days;
  history.for_each_run([&](activity::DayRun run) {
    for (std::int64_t each = run.from; each < run.to; ++each) days.insert(days.end(), each);
  });
  return days;
}

inline std::string text_of(const activity::HistoryView& history) { return activity::to_text(history); }

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
