// Reader and writer of {[from,to),…}. The reader's input is hostile.
// Must not know: DateStyle, sessions.
#include "core/activity/history_text.hpp"

#include <vector>

#include "core/base/range_text.hpp"
#include "core/base/steps.hpp"

namespace c360::activity {

bool HistoryText::step(std::string& out) {
  constexpr std::size_t items = items_a_step / 64;  // of up to 32 runs
  const std::size_t to = std::min(next_ + items, history_.count());
  const auto write = [&](DayRun run) {
    out += is_first_ ? '{' : ',';
    is_first_ = false;
    append(out, DayBounds{run.from, run.to});
  };
  history_.for_each_run(next_, to, run_, write);
  next_ = to;
  if (next_ < history_.count()) return true;
  if (run_) write(*run_);
  out += is_first_ ? "{}" : "}";
  return false;
}

std::string to_text(const HistoryView& history) { return whole_text(HistoryText(history)); }

void from_text(std::string_view text, StateBuffer& result) {
  RangeReader reader(text, "activity_history",
                     "ranges of days such as {[2026-01-01,2026-01-04),[2026-01-06,2026-01-07)}");
  std::vector<DayRun> runs;
  reader.expect('{', "an opening brace");
  if (!reader.take('}')) {
    do {
      if (const auto range = reader.range(false)) runs.push_back({range->from, *range->to});
    } while (reader.take(','));
    reader.expect('}', "a comma or a closing brace");
  }
  reader.expect_end();
  add_runs(std::move(runs), result);
}

}  // namespace c360::activity
