// The exact set of active days of an entity (METRICS A2): its flat form, questions to it, and changes in place.
// Must not know: text forms (history_text.hpp), aggregates' plans, sessions.
#pragma once

#include <algorithm>
#include <bit>
#include <optional>
#include <vector>

#include "core/activity/coefficient.hpp"
#include "core/base/state.hpp"

namespace c360 {

namespace activity {

// A run of active days [from, to).
struct DayRun {
  std::int64_t from;
  std::int64_t to;
};

// 64 neighbouring days, aligned to the epoch; stored only where at least one of them is active.
struct [[gnu::packed]] HistoryItem {
  struct Rule {};
  static constexpr std::size_t size = 12;

  std::int32_t index;
  std::uint64_t days;

  static std::int32_t index_of(std::int64_t day) { return static_cast<std::int32_t>(floor_div(day, 64)); }
  static HistoryItem of(Day day) {
    const std::int32_t index = index_of(day.value);
    return {index, std::uint64_t{1} << (day.value - std::int64_t{index} * 64)};
  }
  std::int64_t first_day() const { return std::int64_t{index} * 64; }
  // Has days, and all of them are in the calendar.
  bool is_valid() const {
    return days != 0 && is_calendar_day(first_day() + std::countr_zero(days)) &&
           is_calendar_day(first_day() + 63 - std::countl_zero(days));
  }

  // For a JoinedList.
  bool begins_before(const HistoryItem& other) const { return index < other.index; }
  bool join(const HistoryItem& next, Rule) {
    if (next.index != index) return false;
    days |= next.days;
    return true;
  }
  static void check_count(std::size_t items);
};
static_assert(sizeof(HistoryItem) == HistoryItem::size);

}  // namespace activity

// Field by field: a copy of the twelve bytes goes over the stack in pieces that are not the fields, and reading them
// from there waits for the pieces.
template <>
inline activity::HistoryItem load(const std::byte* from) {
  return {load<std::int32_t>(from), load<std::uint64_t>(from + 4)};
}
template <>
inline void store(std::byte* to, const activity::HistoryItem& item) {
  store(to, std::int32_t{item.index});
  store(to + 4, std::uint64_t{item.days});
}

namespace activity {

// Format, version 1: StateHeader · uint32 count · count × (int32 index, uint64 days), ascending by index, days never 0.
// Bytes behind the last item are spare room of an aggregate's state: not part of the value.
class HistoryView {
 public:
  static constexpr StateType type{1};
  static constexpr std::string_view name = "activity_history";
  static constexpr std::size_t items_at = sizeof(StateHeader) + 4;
  static constexpr std::uint32_t most_items = 1u << 20;  // 184,000 years of activity: 12 MB

  // The cheap check; trusts the items, which only this code and validate() let in.
  explicit HistoryView(ConstBytes bytes) : bytes_(bytes) {
    check_header(bytes, type, items_at, name);
    count_ = load<std::uint32_t>(bytes.data() + sizeof(StateHeader));
    if (count_ > (bytes.size() - items_at) / HistoryItem::size)
      corrupt(name, concat("It declares ", count_, " items but is too short for them."));
  }

  // Every invariant of bytes from outside, no spare room included. Throws invalid_binary.
  static void validate(ConstBytes bytes);

  std::size_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  ConstBytes value_bytes() const { return bytes_.first(items_at + count_ * HistoryItem::size); }
  HistoryItem item(std::size_t i) const { return load<HistoryItem>(bytes_.data() + items_at + i * HistoryItem::size); }

  // Position of the first item whose index is at least `index`. Questions are mostly about the recent end: look there
  // first.
  std::size_t lower_bound(std::int32_t index) const {
    std::size_t low = 0, high = count_;
    for (int step = 0; step < 4 && high > 0; ++step, --high)
      if (item(high - 1).index < index) return high;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (item(middle).index < index)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  bool contains(Day day) const;
  std::optional<Day> first() const;
  std::optional<Day> last_until(Day day) const;
  // Active days in [from, to).
  std::int64_t count_between(std::int64_t from, std::int64_t to) const;

  // Active runs in order; `visit(DayRun)`.
  template <class Visit>
  void for_each_run(Visit visit) const {
    std::optional<DayRun> run;
    for_each_run(0, count_, run, visit);
    if (run) visit(*run);
  }
  // Those that are known to have ended within the items [from, to); `run` is the one that may go on.
  template <class Visit>
  void for_each_run(std::size_t from, std::size_t to, std::optional<DayRun>& run, Visit visit) const;

 private:
  ConstBytes bytes_;
  std::size_t count_;
};

// Walks back in time from `until`: each call gives the last active day that is `until` or earlier.
class BackwardCursor {
 public:
  explicit BackwardCursor(const HistoryView& history) : history_(history), position_(history.count()) {}

  std::optional<std::int64_t> last_until(std::int64_t until) {
    while (position_ > 0) {
      const HistoryItem item = history_.item(position_ - 1);
      const std::int64_t ahead = until - item.first_day();
      if (ahead >= 0) {
        const std::uint64_t days = ahead >= 63 ? item.days : item.days & ((std::uint64_t{2} << ahead) - 1);
        if (days != 0) return item.first_day() + 63 - std::countl_zero(days);
      }
      --position_;
    }
    return {};
  }

 private:
  const HistoryView& history_;
  std::size_t position_;
};

template <class Visit>
void HistoryView::for_each_run(std::size_t from, std::size_t to, std::optional<DayRun>& run, Visit visit) const {
  for (std::size_t i = from; i < to; ++i) {
    const HistoryItem it = item(i);
    int at = 0;
    while (at < 64 && it.days >> at != 0) {
      at += std::countr_zero(it.days >> at);
      const int length = std::countr_one(it.days >> at);
      const std::int64_t day = it.first_day() + at;
      if (run && run->to == day) {
        run->to += length;
      } else {
        if (run) visit(*run);
        run = DayRun{day, day + length};
      }
      at += length;
    }
  }
}

// The union of runs, in any order and overlapping, into an empty buffer. The work is bounded by the number of runs and
// the size of the result, however long the overlaps: runs may come from outside.
void add_runs(std::vector<DayRun> runs, StateBuffer& result);

enum class SetOperation { unite, intersect, subtract };
void combine(SetOperation operation, const HistoryView& a, const HistoryView& b, StateBuffer& result);

// Total order: that of the sets' days written as ascending lists.
std::strong_ordering compare(const HistoryView& a, const HistoryView& b);

// METRICS A3–A5.
int coefficient(const HistoryView& history, const CoefficientWindow& window);
std::optional<std::int64_t> days_inactive(const HistoryView& history, Day as_of);
// Active periods without a gap, ending with the one that holds as_of; 0 when that one has no activity (yet).
std::int64_t streak(const HistoryView& history, const Periods& periods, Day as_of);

enum class Lifecycle { never_or_long_gone, first_time, returning, resurrecting, dormant };
// Empty for never_or_long_gone, which has no name.
constexpr std::string_view name_of(Lifecycle lifecycle) {
  constexpr std::array<std::string_view, 5> names = {"", "new", "returning", "resurrecting", "dormant"};
  return names[static_cast<std::size_t>(lifecycle)];
}
Lifecycle lifecycle(const HistoryView& history, const Periods& periods, Day as_of);

// First days of the active periods, ascending; `visit(std::int64_t)`.
template <class Visit>
void for_each_active_period(const HistoryView& history, const Periods& periods, Visit visit) {
  std::optional<std::int64_t> before;
  history.for_each_run([&](DayRun run) {
    const std::int64_t last = periods.index(Day{static_cast<std::int32_t>(run.to - 1)});
    std::int64_t index = periods.index(Day{static_cast<std::int32_t>(run.from)});
    if (before && index <= *before) index = *before + 1;
    for (; index <= last; ++index) visit(periods.start(index));
    before = last;
  });
}

}  // namespace activity

}  // namespace c360
