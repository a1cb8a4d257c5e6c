// The text form of an MRR history: periods of constant MRR.
// Must not know: DateStyle, locales, sessions.
#pragma once

#include <string>
#include <string_view>

#include "core/revenue/history.hpp"

namespace c360::revenue {

// {[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}
std::string to_text(const MrrHistoryView& history);
// The same in steps (core/base/steps.hpp): each appends a part.
class MrrHistoryText {
 public:
  explicit MrrHistoryText(const MrrHistoryView& history) : history_(history) {}
  bool step(std::string& out);

 private:
  MrrHistoryView history_;
  std::size_t next_ = 0;
  bool is_first_ = true;
};

// Reads the same, and periods in any order, with any bounds; where they overlap, they add up. Amounts round
// to the nearest unit. Throws invalid_text with the position, or NegativeTotal.
void from_text(std::string_view text, StateBuffer& result);

}  // namespace c360::revenue
