// The text form of a history: that of datemultirange, always in ISO dates.
// Must not know: DateStyle, sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/activity/history.hpp"

namespace c360::activity {

// {[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}
std::string to_text(const HistoryView& history);
// The same in steps (core/base/steps.hpp): each appends a part.
class HistoryText {
 public:
  explicit HistoryText(const HistoryView& history) : history_(history) {}
  bool step(std::string& out);

 private:
  HistoryView history_;
  std::size_t next_ = 0;  // item
  std::optional<DayRun> run_;
  bool is_first_ = true;
};

// Reads the same, and whatever else datemultirange reads: any bounds, any order, overlaps, empty ranges, quotes.
// Throws invalid_text, with the position; unbounded ranges are no history.
void from_text(std::string_view text, StateBuffer& result);

}  // namespace c360::activity
