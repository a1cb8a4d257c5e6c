// A flat state's list of items that come in any order: sorted, with neighbours made one where they belong together.
// However they come, the work is that of sorting them, and what is long goes in steps (core/base/steps.hpp).
// Must not know: what the items are.
#pragma once

#include <algorithm>
#include <memory_resource>
#include <optional>
#include <vector>

#include "core/base/state.hpp"
#include "core/base/steps.hpp"

namespace c360 {

// An Item is plain, packed data with
//   begins_before(other)   the order of the list
//   join(next, rule)       takes in an item that begins no earlier, if the two belong together; whether they do
// and a Rule; and, where there is a limit to their number, check_count(items), which throws. What belongs together must
// not depend on the order in which items are joined.

// Where a list stands in a state's bytes: the two counts are the first thing behind the header.
struct ListCounts {
  std::uint32_t sorted;   // in order, no two neighbours belong together
  std::uint32_t waiting;  // behind these, as they came

  std::size_t all() const { return std::size_t{sorted} + waiting; }
};
struct ListFront {
  StateHeader header;
  ListCounts counts;
};

template <class Item>
class ListView {
 public:
  // A list that is in order, wherever it stands.
  explicit ListView(ConstBytes sorted)
      : counts_{static_cast<std::uint32_t>(sorted.size() / sizeof(Item)), 0}, items_(sorted) {}
  // Trusts the items; the counts must fit, whoever wrote them.
  ListView(ConstBytes state, std::size_t items_at, std::string_view name)
      : counts_(load<ListCounts>(state.data() + sizeof(StateHeader))), items_(state.subspan(items_at)) {
    if (counts_.all() > room()) corrupt(name, "It is too short for its items.");
  }

  ListCounts counts() const { return counts_; }
  std::size_t room() const { return items_.size() / sizeof(Item); }
  Item item(std::size_t i) const { return load<Item>(items_.data() + i * sizeof(Item)); }
  ConstBytes items() const { return items_.first(counts_.all() * sizeof(Item)); }

  // Every invariant of bytes from outside; is_valid(item) has those of one item.
  template <class IsValid>
  void validate(const typename Item::Rule& rule, std::string_view name, IsValid is_valid) const {
    for (std::size_t i = 0; i < counts_.all(); ++i) {
      const Item each = item(i);
      if (!is_valid(each)) corrupt(name, concat("Item ", i, " has an impossible value."));
      if (i == 0 || i >= counts_.sorted) continue;
      Item before = item(i - 1);
      if (!before.begins_before(each) || before.join(each, rule))
        corrupt(name, concat("Item ", i, " is out of order."));
    }
  }

 private:
  ListCounts counts_;
  ConstBytes items_;
};

// Visits a list in order, in steps; sorts a copy of it first, if items are waiting.
template <class Item>
class OrderedWalk {
 public:
  OrderedWalk(const ListView<Item>& list, std::pmr::memory_resource& memory)
      : left_(list.items()), is_sorted_(list.counts().waiting == 0), copy_(&memory) {
    if (!is_sorted_) copy_.reserve(list.counts().all());
  }

  template <class Visit>
  bool step(Visit visit) {
    if (!is_sorted_) {
      sort();
      return true;
    }
    const ConstBytes now = left_.first(std::min(left_.size(), items_a_step * sizeof(Item)));
    for (const std::byte* at = now.data(); at != now.data() + now.size(); at += sizeof(Item)) visit(load<Item>(at));
    left_ = left_.subspan(now.size());
    return !left_.empty();
  }

 private:
  struct Less {
    bool operator()(const Item& a, const Item& b) const { return a.begins_before(b); }
  };
  void sort() {
    if (!sort_) {
      if (!take_items(copy_, left_.data(), left_.size() / sizeof(Item))) sort_.emplace(copy_, Less());
    } else if (!sort_->step()) {
      left_ = std::as_bytes(std::span(copy_));
      is_sorted_ = true;
    }
  }

  ConstBytes left_;
  bool is_sorted_;
  std::pmr::vector<Item> copy_;
  std::optional<SteppedSort<Item, Less>> sort_;
};

// The list under construction, in a state's buffer.
template <class ItemType>
class JoinedList {
 public:
  using Item = ItemType;
  using Rule = typename Item::Rule;

  JoinedList(StateBuffer& buffer, std::size_t items_at, const Rule& rule)
      : buffer_(buffer), items_at_(items_at), rule_(rule) {}

  void add(Item item) {
    const ListCounts counts = this->counts();
    // Most items come in order.
    std::size_t at = counts.sorted, to = at;
    Item joined = item;
    if (at > 0) {
      Item last = load(at - 1);
      if (item.begins_before(last)) {
        at = to = position_of(item, counts.sorted);
        if (at > 0) last = load(at - 1);
      }
      if (at > 0 && last.join(item, rule_)) {
        joined = last;
        --at;
      }
      while (to < counts.sorted && to - at <= most_moved && joined.join(load(to), rule_)) ++to;
    }
    if (to - at == 1)
      store(at, joined);
    else if (counts.sorted - at <= most_moved)
      replace(counts, at, to, joined);
    else
      wait(counts, item);
  }

  // Adds items of another list from the number `from` on, as many as a step may have; returns the number of the next
  // one. All are added when that is their count.
  std::size_t add_some(const ListView<Item>& other, std::size_t from) {
    const std::size_t to = std::min(other.counts().all(), from + items_a_step);
    for (; from < to && !must_settle(); ++from) add(other.item(from));
    return from;
  }
  void add_all(const ListView<Item>& other) {
    for (std::size_t i = 0; i < other.counts().all(); ++i) add(other.item(i));
  }

  // Whether adding may first need a settling of more than a step. Without settle() it is done at once.
  bool must_settle() const {
    const ListCounts counts = this->counts();
    return counts.all() > items_a_step && counts.waiting > 0 && is_full(counts);
  }

  // Puts the waiting items in their places, in steps.
  class Settling {
   public:
    Settling(const ListView<Item>& list, const Rule& rule, std::pmr::memory_resource& memory)
        : walk_(list, memory), rule_(rule), settled_(&memory) {
      settled_.reserve(list.counts().all());
    }
    bool step() {
      return walk_.step([&](const Item& item) {
        if (settled_.empty() || !settled_.back().join(item, rule_)) settled_.push_back(item);
      });
    }
    const std::pmr::vector<Item>& settled() const { return settled_; }

   private:
    OrderedWalk<Item> walk_;
    Rule rule_;
    std::pmr::vector<Item> settled_;
  };
  Settling settling(std::pmr::memory_resource& memory) const {
    return Settling(ListView<Item>(buffer_.bytes(), items_at_, {}), rule_, memory);
  }
  void settle(const Settling& settling) {
    const auto& items = settling.settled();
    check_count(items.size());
    // More than half full means larger, so that settling is rare; at the largest size, where some room is left.
    const std::size_t room = (buffer_.size() - items_at_) / sizeof(Item);
    if (items.size() > room / 2) {
      const std::size_t most = (StateBuffer::largest - StateBuffer::prefix - items_at_) / sizeof(Item);
      reserve(std::max(items.size() + items.size() / 64 + 1, std::min(most, 2 * items.size())));
    }
    if (!items.empty()) std::memcpy(buffer_.data() + items_at_, items.data(), items.size() * sizeof(Item));
    set_counts({static_cast<std::uint32_t>(items.size()), 0});
  }

 private:
  // What is moved at once for an item that comes late: cheaper than having it wait.
  static constexpr std::size_t most_moved = 64;

  std::byte* place(std::size_t i) const { return buffer_.data() + items_at_ + i * sizeof(Item); }
  Item load(std::size_t i) const { return c360::load<Item>(place(i)); }
  void store(std::size_t i, const Item& item) { c360::store(place(i), item); }
  ListCounts counts() const { return c360::load<ListCounts>(buffer_.data() + sizeof(StateHeader)); }
  void set_counts(ListCounts counts) { c360::store(buffer_.data() + sizeof(StateHeader), counts); }
  bool is_full(ListCounts counts) const { return (counts.all() + 1) * sizeof(Item) > buffer_.size() - items_at_; }
  static void check_count(std::size_t items) {
    if constexpr (requires { Item::check_count(items); }) Item::check_count(items);
  }
  void reserve(std::size_t items) { buffer_.reserve(items_at_ + items * sizeof(Item)); }

  // Position of the first item that begins after this one.
  std::size_t position_of(const Item& item, std::size_t count) const {
    std::size_t low = 0, high = count;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (item.begins_before(load(middle)))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  // One item instead of those from `at` to `to`, which may be none, or several that it has joined.
  void replace(ListCounts counts, std::size_t at, std::size_t to, const Item& item) {
    if (at == to) {
      check_count(std::size_t{counts.sorted} + 1);
      if (make_room(counts)) return add(item);
      if (counts.waiting > 0) store(counts.all(), load(counts.sorted));
      std::memmove(place(at + 1), place(at), (counts.sorted - at) * sizeof(Item));
      ++counts.sorted;
    } else {
      // The gap behind the sorted items takes waiting ones, whose order does not matter.
      const std::size_t fewer = to - at - 1, moved = std::min<std::size_t>(fewer, counts.waiting);
      std::memmove(place(at + 1), place(to), (counts.sorted - to) * sizeof(Item));
      std::memmove(place(counts.sorted - fewer), place(counts.all() - moved), moved * sizeof(Item));
      counts.sorted -= static_cast<std::uint32_t>(fewer);
    }
    store(at, item);
    set_counts(counts);
  }
  void wait(ListCounts counts, const Item& item) {
    if (make_room(counts)) return add(item);
    store(counts.all(), item);
    ++counts.waiting;
    set_counts(counts);
  }

  // For one item more. Whether the others have changed places.
  bool make_room(ListCounts counts) {
    if (!is_full(counts)) return false;
    if (counts.waiting == 0) {
      reserve(counts.all() + 1);
      return false;
    }
    Settling settling = this->settling(*std::pmr::new_delete_resource());
    settle(finish(settling));
    return true;
  }

  StateBuffer& buffer_;
  std::size_t items_at_;
  Rule rule_;
};

}  // namespace c360
