// Rows added up in a flat buffer, in place.
// Must not know: histories' format beyond its steps.
#include "core/revenue/timeline.hpp"

#include <algorithm>

namespace c360::revenue {

void Timeline::create(StateBuffer& buffer, Content content, const std::optional<MovementWindow>& window,
                      const StepOptions& options) {
  // Room for six items at once, 128 bytes with the host's length word: growing step by step costs more than the room.
  buffer.reserve(sizeof(Front) + 6 * AmountItem::size);
  store(buffer.data(), Front{{.type = type},
                             0,
                             0,
                             window ? window->as_of : Day{},
                             options.grace_days,
                             window ? window->grain.code() : no_grain,
                             options.snapshots.code(),
                             content,
                             options.negative_is_zero,
                             0});
}

StepOptions Timeline::options_of(const Front& front) {
  const auto snapshots = Grain::from_code(front.snapshots);
  if (!snapshots) corrupt(name, concat("The grain of its snapshots has the unknown code ", front.snapshots, "."));
  return {*snapshots, front.grace_days, front.negative_is_zero != 0};
}

void Timeline::check(const std::optional<MovementWindow>& window, const StepOptions& options) const {
  const auto front = load<Front>(buffer_.data());
  if (window && (front.grain != window->grain.code() || front.as_of != window->as_of))
    throw_parameter_differs("grain and as_of");
  if (front.snapshots != options.snapshots.code() || front.grace_days != options.grace_days ||
      (front.negative_is_zero != 0) != options.negative_is_zero)
    throw_parameter_differs("options");
}

void Timeline::set_counts(std::size_t count, std::size_t sorted) {
  store(buffer_.data() + offsetof(Front, count), static_cast<std::uint32_t>(count));
  store(buffer_.data() + offsetof(Front, sorted), static_cast<std::uint32_t>(sorted));
}

std::size_t Timeline::lower_bound(std::int64_t position, std::size_t sorted) const {
  std::size_t low = 0, high = sorted;
  for (int tries = 0; tries < 4 && high > 0; ++tries, --high)
    if (item_at(buffer_.data(), high - 1).position < position) return high;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (item_at(buffer_.data(), middle).position < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

AmountItem Timeline::united(const AmountItem& a, const AmountItem& b) {
  if (a.position != b.position) return a.position < b.position ? b : a;
  return {a.position, PackedMoney(a.amount.money() + b.amount.money())};
}

[[noreturn]] static void refuse_more_days() {
  throw Error(ErrorKind::out_of_range, "aggregate state too large",
              concat("The MRR of a group may change on at most ", Timeline::most_items, " days."),
              "Group by customer.");
}

void Timeline::add(std::int32_t position, Money amount, Content content, std::int64_t from, std::int64_t to) {
  auto front = load<Front>(buffer_.data());
  if (front.content != content) corrupt(name, "It belongs to another kind of rows.");
  if (content == Content::changes && amount == Money()) return;
  const AmountItem item{position, PackedMoney(amount)};
  const std::size_t at = lower_bound(from, front.sorted);
  if (at < front.sorted) {
    if (const AmountItem present = item_at(buffer_.data(), at); present.position < to) {
      const AmountItem sum = united(present, item);
      set_item(at, sum);
      // What begins where another ends: of the last day it goes at once, else when there is no more room.
      if (content == Content::changes && at + 1 == front.count) {
        std::size_t left = front.count;
        while (left > 0 && item_at(buffer_.data(), left - 1).amount.money() == Money()) --left;
        set_counts(left, left);
      }
      return;
    }
  }
  if (sizeof(Front) + (front.count + 1) * AmountItem::size > buffer_.size()) {
    make_room();
    return add(position, amount, content, from, to);
  }
  if (at == front.count) {
    if (front.count >= most_items) refuse_more_days();
    set_item(at, item);
    set_counts(front.count + 1, front.count + 1);
  } else if (constexpr std::size_t few = 32; front.sorted == front.count && front.count < few) {
    std::byte* const room = buffer_.data() + sizeof(Front) + at * AmountItem::size;
    std::memmove(room + AmountItem::size, room, (front.count - at) * AmountItem::size);
    store(room, item);
    set_counts(front.count + 1, front.count + 1);
  } else {
    set_item(front.count, item);
    set_counts(front.count + 1, front.sorted);
  }
}

// Sorts in what came out of order, and leaves out changes of nothing; grows where that does not give back a quarter, so
// that every row is moved a few times only.
void Timeline::make_room() {
  const std::vector<AmountItem> items = items_in_order(buffer_.bytes());
  if (items.size() > most_items) refuse_more_days();
  write(items);
  const std::size_t room = (buffer_.size() - sizeof(Front)) / AmountItem::size;
  if (items.size() + room / 4 >= room) buffer_.reserve(sizeof(Front) + (room + 1) * AmountItem::size);
}

void Timeline::write(const std::vector<AmountItem>& items) {
  buffer_.reserve(sizeof(Front) + items.size() * AmountItem::size);
  if (!items.empty()) std::memcpy(buffer_.data() + sizeof(Front), items.data(), items.size() * AmountItem::size);
  set_counts(items.size(), items.size());
}

namespace {

bool before(const AmountItem& a, const AmountItem& b) { return a.position < b.position; }

// Appends what a state holds, in order, but as it is.
void append_items(std::vector<AmountItem>& items, const std::byte* from, std::size_t count, std::size_t sorted) {
  const auto begin = static_cast<std::ptrdiff_t>(items.size());
  items.resize(items.size() + count);
  if (count != 0) std::memcpy(items.data() + begin, from, count * AmountItem::size);
  const auto middle = items.begin() + begin + static_cast<std::ptrdiff_t>(sorted);
  std::sort(middle, items.end(), before);
  std::inplace_merge(items.begin() + begin, middle, items.end(), before);
  std::inplace_merge(items.begin(), items.begin() + begin, items.end(), before);
}

}  // namespace

// In order of days: one item a day or period, and no change of nothing.
void Timeline::unite(std::vector<AmountItem>& items, Content content, Grain snapshots) {
  const Periods periods(snapshots, Day{});
  const bool of_snapshots = content == Content::snapshots;
  std::size_t kept = 0;
  for (std::size_t from = 0, to; from < items.size(); from = to) {
    AmountItem sum = items[from];
    const std::int64_t end =
        of_snapshots ? periods.start(periods.index(Day{sum.position}) + 1) : std::int64_t{sum.position} + 1;
    for (to = from + 1; to < items.size() && items[to].position < end; ++to) sum = united(sum, items[to]);
    if (of_snapshots || sum.amount.money() != Money()) items[kept++] = sum;
  }
  items.resize(kept);
}

std::vector<AmountItem> Timeline::items_in_order(ConstBytes state) {
  const Front front = read(state);
  std::vector<AmountItem> items;
  append_items(items, state.data() + sizeof(Front), front.count, front.sorted);
  unite(items, front.content, options_of(front).snapshots);
  return items;
}

void Timeline::add(const Subscription& subscription) {
  if (subscription.to && *subscription.to <= subscription.from) return;  // no day
  const auto change = [&](Day day, Money amount) {
    add(day.value, amount, Content::changes, day.value, std::int64_t{day.value} + 1);
  };
  change(subscription.from, subscription.mrr);
  if (subscription.to) change(*subscription.to, Money() - subscription.mrr);
}

void Timeline::add(const Snapshot& snapshot) {
  const Periods periods(options_of(load<Front>(buffer_.data())).snapshots, Day{});
  const std::int64_t period = periods.index(snapshot.day);
  add(snapshot.day.value, snapshot.mrr, Content::snapshots, periods.start(period), periods.start(period + 1));
}

void Timeline::add(const MrrHistoryView& history) {
  Money before;
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    add(step.day.value, step.mrr - before, Content::changes, step.day.value, std::int64_t{step.day.value} + 1);
    before = step.mrr;
  }
}

void Timeline::merge(ConstBytes other) {
  const Front mine = read(buffer_.bytes()), theirs = read(other);
  if (mine.content != theirs.content) corrupt(name, "It belongs to another kind of rows.");
  if (mine.grain != theirs.grain || mine.as_of != theirs.as_of) throw_parameter_differs("grain and as_of");
  if (options_of(mine) != options_of(theirs)) throw_parameter_differs("options");
  std::vector<AmountItem> items;
  items.reserve(mine.count + theirs.count);
  append_items(items, buffer_.data() + sizeof(Front), mine.count, mine.sorted);
  append_items(items, other.data() + sizeof(Front), theirs.count, theirs.sorted);
  unite(items, mine.content, options_of(mine).snapshots);
  if (items.size() > most_items) refuse_more_days();
  write(items);
}

void Timeline::validate(ConstBytes state) {
  const Front front = read(state);
  if (front.content != Content::changes && front.content != Content::snapshots)
    corrupt(name, "It belongs to no known kind of rows.");
  if (front.grain != no_grain && !Grain::from_code(front.grain))
    corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
  if (!is_calendar_day(front.as_of.value)) corrupt(name, "Its as_of is outside the calendar.");
  if (!options_of(front).snapshots.is_calendar()) corrupt(name, "The grain of its snapshots is a block of days.");
  if (front.grace_days < 0 || front.negative_is_zero > 1) corrupt(name, "Its options are impossible.");
  if (front.unused != 0) corrupt(name, "Its front has unknown flags.");
  if (front.count > 2 * most_items) corrupt(name, "It has more items than possible.");
  std::int64_t last = std::int64_t{first_day.value} - 1;
  for (std::uint32_t i = 0; i < front.count; ++i) {
    const AmountItem item = item_at(state.data(), i);
    if (i < front.sorted && item.position <= last) corrupt(name, concat("Item ", i, " is out of order."));
    if (!is_calendar_day(item.position)) corrupt(name, concat("Item ", i, " is outside the calendar."));
    last = item.position;
  }
}

MovementList movements_of(const MrrHistoryView& history, const MovementQuestion& question,
                          std::pmr::memory_resource& memory) {
  MovementList list{std::pmr::vector<Movement>(&memory), question.window};
  Periods periods(question.window.grain, question.window.as_of);
  walk_movements(history, periods, question, list);
  return list;
}

}  // namespace c360::revenue
