// Reader and writer of {[from,to)=mrr,…}. The reader's input is hostile.
// Must not know: DateStyle, locales, sessions.
#include "core/revenue/history_text.hpp"

#include <algorithm>
#include <vector>

#include "core/revenue/movements.hpp"
#include "core/base/range_text.hpp"
#include "core/base/steps.hpp"

namespace c360::revenue {

bool MrrHistoryText::step(std::string& out) {
  const std::size_t to = std::min(next_ + items_a_step / 16, history_.count());
  for (; next_ < to; ++next_) {
    const MrrStep step = history_.step(next_);
    if (step.mrr == Money()) continue;
    out += is_first_ ? '{' : ',';
    is_first_ = false;
    DayBounds period{step.day.value, {}};
    if (next_ + 1 < history_.count()) period.to = history_.step(next_ + 1).day.value;
    append(out, concat(period, '=', step.mrr));
  }
  if (next_ < history_.count()) return true;
  out += is_first_ ? "{}" : "}";
  return false;
}

std::string to_text(const MrrHistoryView& history) { return whole_text(MrrHistoryText(history)); }

void from_text(std::string_view text, StateBuffer& result) {
  RangeReader reader(text, "mrr_history",
                     "periods of constant MRR such as {[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=120.50}");
  struct Change {
    std::int64_t day;
    Money amount;
  };
  std::vector<Change> changes;
  reader.expect('{', "an opening brace");
  if (!reader.take('}')) {
    do {
      const auto period = reader.range(true);
      reader.expect('=', "an equals sign");
      const std::size_t at = reader.position();
      const auto mrr = parse_exact<Money>(reader.word(",}"));
      if (!mrr) {
        reader.back_to(at);
        reader.fail("an amount such as 120.50");
      }
      if (!period) continue;
      changes.push_back({period->from, *mrr});
      if (period->to) changes.push_back({*period->to, Money() - *mrr});
    } while (reader.take(','));
    reader.expect('}', "a comma or a closing brace");
  }
  reader.expect_end();

  std::ranges::sort(changes, {}, &Change::day);
  MrrHistoryBuilder builder(result);
  ChangeReader steps(builder);
  for (std::size_t i = 0; i < changes.size();) {
    const std::int64_t day = changes[i].day;
    Money amount;
    for (; i < changes.size() && changes[i].day == day; ++i) amount += changes[i].amount;
    // A period that begins or ends after the calendar's last day has no such end.
    if (is_calendar_day(day)) steps.change(Day{static_cast<std::int32_t>(day)}, amount);
  }
}

}  // namespace c360::revenue
