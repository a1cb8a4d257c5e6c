// Sets of days: invariants, in-place changes, set operations, order, and the metrics that read one history.
// Must not know: text forms, sessions.
#include "core/activity/history.hpp"

namespace c360::activity {

void HistoryItem::check_count(std::size_t items) {
  if (items > HistoryView::most_items)
    throw Error(
        ErrorKind::out_of_range, "activity history too large",
        concat("A history holds at most ", HistoryView::most_items, " blocks of 64 days with activity in them."),
        "Leave out days that are not activity, or split the history.");
}

void HistoryView::validate(ConstBytes bytes) {
  const HistoryView view(bytes);
  if (view.count() > most_items)
    corrupt(name, concat("It has ", view.count(), " items, more than a history may have."));
  if (bytes.size() != view.value_bytes().size()) corrupt(name, "Bytes follow the last item.");
  for (std::size_t i = 0; i < view.count(); ++i) {
    const HistoryItem item = view.item(i);
    if (item.days == 0) corrupt(name, concat("Item ", i, " has no active day."));
    if (i > 0 && view.item(i - 1).index >= item.index) corrupt(name, concat("Item ", i, " is out of order."));
    if (!item.is_valid()) corrupt(name, concat("Item ", i, " has a day outside the calendar."));
  }
}

bool HistoryView::contains(Day day) const {
  const std::int32_t index = HistoryItem::index_of(day.value);
  const std::size_t at = lower_bound(index);
  if (at == count_ || item(at).index != index) return false;
  return item(at).days >> (day.value - std::int64_t{index} * 64) & 1;
}

std::optional<Day> HistoryView::first() const {
  if (empty()) return {};
  const HistoryItem it = item(0);
  return Day{static_cast<std::int32_t>(it.first_day() + std::countr_zero(it.days))};
}

std::optional<Day> HistoryView::last_until(Day day) const {
  const auto found = BackwardCursor(*this).last_until(day.value);
  if (!found) return {};
  return Day{static_cast<std::int32_t>(*found)};
}

std::int64_t HistoryView::count_between(std::int64_t from, std::int64_t to) const {
  from = std::max(from, std::int64_t{first_day.value});
  to = std::min(to, std::int64_t{last_day.value} + 1);
  if (from >= to || empty()) return 0;
  std::int64_t days = 0;
  for (std::size_t i = lower_bound(HistoryItem::index_of(from)); i < count_; ++i) {
    const HistoryItem it = item(i);
    if (it.first_day() >= to) break;
    std::uint64_t bits = it.days;
    if (from > it.first_day()) bits &= ~std::uint64_t{0} << (from - it.first_day());
    if (to - it.first_day() < 64) bits &= (std::uint64_t{1} << (to - it.first_day())) - 1;
    days += count_bits(bits);
  }
  return days;
}

namespace {

// Items in order to a history, in a buffer that was empty.
class HistoryWriter {
 public:
  HistoryWriter(StateBuffer& buffer, std::size_t expected) : buffer_(buffer) {
    buffer_.reserve(place(expected));
    store(buffer_.data(), StateHeader{.type = HistoryView::type});
    end();
  }
  void append(HistoryItem item) {
    if (item.days == 0) return;
    HistoryItem::check_count(count_ + 1);
    buffer_.reserve(place(count_ + 1));
    store(buffer_.data() + place(count_++), item);
  }
  void end() { store(buffer_.data() + sizeof(StateHeader), static_cast<std::uint32_t>(count_)); }

 private:
  static std::size_t place(std::size_t item) { return HistoryView::items_at + item * HistoryItem::size; }

  StateBuffer& buffer_;
  std::size_t count_ = 0;
};

}  // namespace

void add_runs(std::vector<DayRun> runs, StateBuffer& result) {
  std::ranges::sort(runs, {}, &DayRun::from);
  HistoryWriter writer(result, runs.size());
  HistoryItem item{0, 0};
  std::int64_t done = std::int64_t{first_day.value} - 1;  // every day up to here is in
  for (const DayRun& run : runs) {
    for (std::int64_t from = std::max(run.from, done + 1); from < run.to;) {
      const std::int32_t index = HistoryItem::index_of(from);
      const std::int64_t start = std::int64_t{index} * 64, to = std::min(run.to, start + 64);
      std::uint64_t days = ~std::uint64_t{0} << (from - start);
      if (to - start < 64) days &= (std::uint64_t{1} << (to - start)) - 1;
      if (item.index != index) {
        writer.append(item);
        item = {index, 0};
      }
      item.days |= days;
      from = to;
      done = to - 1;
    }
  }
  writer.append(item);
  writer.end();
}

void combine(SetOperation operation, const HistoryView& a, const HistoryView& b, StateBuffer& result) {
  HistoryWriter writer(result, operation == SetOperation::unite ? a.count() + b.count() : a.count());
  std::size_t i = 0, j = 0;
  while (i < a.count() || j < b.count()) {
    const bool only_a = j == b.count() || (i < a.count() && a.item(i).index < b.item(j).index);
    const bool only_b = i == a.count() || (j < b.count() && b.item(j).index < a.item(i).index);
    if (only_a) {
      if (operation != SetOperation::intersect) writer.append(a.item(i));
      ++i;
    } else if (only_b) {
      if (operation == SetOperation::unite) writer.append(b.item(j));
      ++j;
    } else {
      const std::uint64_t x = a.item(i).days, y = b.item(j).days;
      writer.append({a.item(i).index, operation == SetOperation::unite       ? x | y
                                      : operation == SetOperation::intersect ? x & y
                                                                             : x & ~y});
      ++i;
      ++j;
    }
  }
  writer.end();
}

std::strong_ordering compare(const HistoryView& a, const HistoryView& b) {
  const std::size_t common = std::min(a.count(), b.count());
  std::size_t i = 0;
  while (i < common && a.item(i).index == b.item(i).index && a.item(i).days == b.item(i).days) ++i;
  if (i == a.count() || i == b.count()) return a.count() <=> b.count();

  // The smallest day that only one of them has decides: its owner is smaller, unless the other one ends before it.
  const HistoryItem x = a.item(i), y = b.item(i);
  if (x.index != y.index) return x.index < y.index ? std::strong_ordering::less : std::strong_ordering::greater;
  const int lowest = std::countr_zero(x.days ^ y.days);
  const bool a_owns = x.days >> lowest & 1;
  const HistoryView& other = a_owns ? b : a;
  const std::uint64_t beyond = other.item(i).days >> lowest;
  const bool other_goes_on = beyond != 0 || other.count() > i + 1;
  return a_owns == other_goes_on ? std::strong_ordering::less : std::strong_ordering::greater;
}

// The 64 days that end on `last`, which is bit 63. Without branches on the days: they are as good as random.
static std::uint64_t days_until(const HistoryView& history, Day last) {
  const std::int32_t index = HistoryItem::index_of(last.value);
  std::size_t count = history.count();
  while (count > 0 && history.item(count - 1).index > index) --count;
  const HistoryItem none{0, 0};
  const HistoryItem latest = count > 0 ? history.item(count - 1) : none;
  const HistoryItem earlier = count > 1 ? history.item(count - 2) : none;
  const auto days_of = [&](std::int32_t wanted) {
    return (latest.index == wanted ? latest.days : 0) | (earlier.index == wanted ? earlier.days : 0);
  };
  const auto position = static_cast<unsigned>(last.value - std::int64_t{index} * 64);
  return days_of(index) << (63 - position) | days_of(index - 1) >> 1 >> position;
}

// The same from several words. Where `most` is small, they are gathered without a branch on how many there are.
template <std::size_t most>
static int coefficient_of_words(const HistoryView& history, const CoefficientWindow& window) {
  const std::int32_t first = window.first_word();
  const auto count = static_cast<std::int32_t>(window.word_count());
  std::size_t i = history.count();
  while (i > 0 && history.item(i - 1).index >= first + count) --i;
  if (i == 0) return 0;
  std::array<std::uint64_t, most + CoefficientWindow::words_behind + 1> words{};  // the last one for what is older
  constexpr bool is_small = most < 16;
  for (std::size_t left = is_small ? window.word_count() : std::min(window.word_count(), i); left > 0; --left) {
    const HistoryItem item = history.item(i - 1);
    words[item.index >= first ? static_cast<std::size_t>(item.index - first) : words.size() - 1] = item.days;
    i -= i > 1;  // the first one again and again
  }
  const std::int64_t ahead = window.parameters().as_of.value - std::int64_t{first + count - 1} * 64;
  words[window.word_count() - 1] &= ~std::uint64_t{0} >> (63 - ahead);
  return window.active_periods(words.data());
}

int coefficient(const HistoryView& history, const CoefficientWindow& window) {
  if (window.fits_word()) return window.active_periods(days_until(history, window.parameters().as_of));
  constexpr std::size_t few = 7;  // of 48 weeks
  if (window.fits_words())
    return window.word_count() <= few ? coefficient_of_words<few>(history, window)
                                      : coefficient_of_words<CoefficientWindow::most_words>(history, window);
  int active_periods = 0;
  BackwardCursor cursor(history);
  std::int64_t until = window.parameters().as_of.value;
  while (const auto day = cursor.last_until(until)) {
    const int offset = window.offset(Day{static_cast<std::int32_t>(*day)});
    if (offset < 0) break;
    ++active_periods;
    until = window.day_before(offset);
  }
  return active_periods;
}

std::optional<std::int64_t> days_inactive(const HistoryView& history, Day as_of) {
  const auto last = history.last_until(as_of);
  if (!last) return {};
  return std::int64_t{as_of.value} - last->value;
}

std::int64_t streak(const HistoryView& history, const Periods& periods, Day as_of) {
  BackwardCursor cursor(history);
  std::int64_t expected = periods.index(as_of), length = 0;
  std::int64_t until = as_of.value;
  while (const auto day = cursor.last_until(until)) {
    if (periods.index(Day{static_cast<std::int32_t>(*day)}) != expected) break;
    ++length;
    until = periods.start(expected--) - 1;
  }
  return length;
}

Lifecycle lifecycle(const HistoryView& history, const Periods& periods, Day as_of) {
  BackwardCursor cursor(history);
  const std::int64_t current = periods.index(as_of);
  const auto latest = cursor.last_until(as_of.value);
  if (!latest) return Lifecycle::never_or_long_gone;
  const std::int64_t latest_period = periods.index(Day{static_cast<std::int32_t>(*latest)});
  if (latest_period == current - 1) return Lifecycle::dormant;
  if (latest_period != current) return Lifecycle::never_or_long_gone;
  const auto earlier = cursor.last_until(periods.start(current) - 1);
  if (!earlier) return Lifecycle::first_time;
  return periods.index(Day{static_cast<std::int32_t>(*earlier)}) == current - 1 ? Lifecycle::returning
                                                                                : Lifecycle::resurrecting;
}

}  // namespace c360::activity
