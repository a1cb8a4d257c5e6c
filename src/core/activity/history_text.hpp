// The text form of a history: that of datemultirange, always in ISO dates.
// Must not know: DateStyle, sessions.
#pragma once

#include <string>
#include <string_view>

#include "core/activity/history.hpp"

namespace c360::activity {

// {[2026-01-01,2026-01-04),[2026-02-01,2026-02-02)}
std::string to_text(const HistoryView& history);

// Reads the same, and whatever else datemultirange reads: any bounds, any order, overlaps, empty ranges, quotes.
// Throws invalid_text, with the position; unbounded ranges are no history.
void from_text(std::string_view text, StateBuffer& result);

}  // namespace c360::activity
