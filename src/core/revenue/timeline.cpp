// Rows added up in a flat buffer, in place.
// Must not know: histories' format beyond its steps.
#include "core/revenue/timeline.hpp"

namespace c360::revenue {

void Timeline::create(StateBuffer& buffer, Content content, const std::optional<MovementWindow>& window) {
  // Room for six items at once, 128 bytes with the host's length word: growing step by step costs more than the room.
  buffer.reserve(sizeof(Front) + 6 * AmountItem::size);
  store(buffer.data(),
        Front{{.type = type}, 0, window ? window->as_of : Day{}, window ? window->grain.code() : no_grain, content, 0});
}

void Timeline::check(const std::optional<MovementWindow>& window) const {
  const auto front = load<Front>(buffer_.data());
  if (front.grain != window->grain.code() || front.as_of != window->as_of) throw_parameter_differs("grain and as_of");
}

void Timeline::set_count(std::size_t count) {
  store(buffer_.data() + offsetof(Front, count), static_cast<std::uint32_t>(count));
}

std::size_t Timeline::lower_bound(std::int32_t position, std::size_t count) const {
  std::size_t low = 0, high = count;
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

void Timeline::add(std::int32_t position, Money amount, Content content) {
  const auto front = load<Front>(buffer_.data());
  if (front.content != content) corrupt(name, "It belongs to another kind of rows.");
  if (content == Content::changes && amount == Money()) return;
  std::byte* const items = buffer_.data() + sizeof(Front);
  const std::size_t count = front.count, at = lower_bound(position, count);
  if (at < count) {
    const AmountItem present = item_at(buffer_.data(), at);
    if (present.position == position) {
      const Money sum = present.amount.money() + amount;
      if (sum == Money() && content == Content::changes) {
        std::memmove(items + at * AmountItem::size, items + (at + 1) * AmountItem::size,
                     (count - at - 1) * AmountItem::size);
        set_count(count - 1);
      } else {
        set_item(at, {position, PackedMoney(sum)});
      }
      return;
    }
  }
  const PackedMoney packed(amount);
  if (count >= most_items)
    throw Error(ErrorKind::out_of_range, "aggregate state too large",
                concat("The MRR of a group may change on at most ", most_items, " days."), "Group by customer.");
  buffer_.reserve(sizeof(Front) + (count + 1) * AmountItem::size);
  std::byte* const room = buffer_.data() + sizeof(Front) + at * AmountItem::size;
  std::memmove(room + AmountItem::size, room, (count - at) * AmountItem::size);
  store(room, AmountItem{position, packed});
  set_count(count + 1);
}

void Timeline::add(const Subscription& subscription) {
  if (subscription.to && *subscription.to <= subscription.from) return;  // no day
  add(subscription.from.value, subscription.mrr, Content::changes);
  if (subscription.to) add(subscription.to->value, Money() - subscription.mrr, Content::changes);
}

void Timeline::add(const Snapshot& snapshot) {
  add(static_cast<std::int32_t>(months.index(snapshot.day)), snapshot.mrr, Content::snapshots);
}

void Timeline::add(const MrrHistoryView& history) {
  Money before;
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    add(step.day.value, step.mrr - before, Content::changes);
    before = step.mrr;
  }
}

void Timeline::merge(ConstBytes other) {
  const Front mine = read(buffer_.bytes()), theirs = read(other);
  if (mine.content != theirs.content) corrupt(name, "It belongs to another kind of rows.");
  if (mine.grain != theirs.grain || mine.as_of != theirs.as_of) throw_parameter_differs("grain and as_of");

  // How many positions are new decides the size; then both are merged from the back, in place.
  const std::byte* items = buffer_.data();
  std::size_t fresh = 0;
  for (std::size_t i = 0, j = 0; j < theirs.count; ++j) {
    const std::int32_t position = item_at(other.data(), j).position;
    while (i < mine.count && item_at(items, i).position < position) ++i;
    fresh += i == mine.count || item_at(items, i).position != position;
  }
  std::size_t i = mine.count, j = theirs.count, to = i + fresh;
  if (to > most_items)
    throw Error(ErrorKind::out_of_range, "aggregate state too large",
                concat("The MRR of a group may change on at most ", most_items, " days."), "Group by customer.");
  buffer_.reserve(sizeof(Front) + to * AmountItem::size);
  set_count(to);
  items = buffer_.data();
  while (j > 0) {
    AmountItem item = item_at(other.data(), j - 1);
    if (i > 0 && item_at(items, i - 1).position > item.position) {
      item = item_at(items, --i);
    } else {
      if (i > 0 && item_at(items, i - 1).position == item.position)
        item.amount = PackedMoney(item.amount.money() + item_at(items, --i).amount.money());
      --j;
    }
    set_item(--to, item);
  }
  if (mine.content == Content::changes) drop_changes_of_nothing();
}

void Timeline::drop_changes_of_nothing() {
  const auto count = load<Front>(buffer_.data()).count;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const AmountItem item = item_at(buffer_.data(), i);
    if (item.amount.money() != Money()) set_item(kept++, item);
  }
  set_count(kept);
}

void Timeline::validate(ConstBytes state) {
  const Front front = read(state);
  if (front.content != Content::changes && front.content != Content::snapshots)
    corrupt(name, "It belongs to no known kind of rows.");
  if (front.grain != no_grain && !Grain::from_code(front.grain))
    corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
  if (!is_calendar_day(front.as_of.value)) corrupt(name, "Its as_of is outside the calendar.");
  if (front.unused != 0) corrupt(name, "Its front has unknown flags.");
  if (front.count > most_items) corrupt(name, "It has more items than possible.");
  const auto [lowest, highest] = front.content == Content::changes
                                     ? std::pair<std::int64_t, std::int64_t>(first_day.value, last_day.value)
                                     : std::pair(months.index(first_day), months.index(last_day));
  std::int64_t before = lowest - 1;
  for (std::uint32_t i = 0; i < front.count; ++i) {
    const AmountItem item = item_at(state.data(), i);
    if (item.position <= before) corrupt(name, concat("Item ", i, " is out of order."));
    if (item.position > highest) corrupt(name, concat("Item ", i, " is outside the calendar."));
    if (front.content == Content::changes && item.amount.money() == Money())
      corrupt(name, concat("Item ", i, " changes nothing."));
    before = item.position;
  }
}

MovementList movements_of(const MrrHistoryView& history, const MovementWindow& window,
                          std::pmr::memory_resource& memory) {
  MovementList list{std::pmr::vector<Movement>(&memory), window};
  Periods periods(window.grain, window.as_of);
  walk_movements(history, periods, window.as_of, list);
  return list;
}

}  // namespace c360::revenue
