// Reader and writer of {[from,to),…}. The reader's input is hostile.
// Must not know: DateStyle, sessions.
#include "core/activity/history_text.hpp"

#include <vector>

#include "core/base/range_text.hpp"

namespace c360::activity {

std::string to_text(const HistoryView& history) {
  std::string out = "{";
  history.for_each_run([&](DayRun run) {
    if (out.size() > 1) out += ',';
    append(out, DayBounds{run.from, run.to});
  });
  out += '}';
  return out;
}

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
