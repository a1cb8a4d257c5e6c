// The state of activity_agg (METRICS A2): a history under construction, from days or from histories in any order.
// Must not know: text forms, sessions.
#pragma once

#include <optional>

#include "core/activity/history.hpp"
#include "core/base/joined_list.hpp"

namespace c360::activity {

// Flat state. Format, version 1: ListFront · the blocks of 64 days of a history.
class HistoryAgg {
 public:
  static constexpr StateType type{20};
  static constexpr std::string_view name = "activity_agg state";
  struct Parameters {};
  using Row = Day;
  // The bytes of a history, without spare room.
  using Result = StateBuffer;

  static void create(StateBuffer& buffer, const Parameters&);
  explicit HistoryAgg(StateBuffer& buffer) : buffer_(buffer) { check_header(buffer.bytes(), type, items_at, name); }
  void check(const Parameters&) const {}
  void add(Day day) { list().add(HistoryItem::of(day)); }
  void add(const HistoryView& history) {
    list().add_all(ListView<HistoryItem>(history.value_bytes().subspan(HistoryView::items_at)));
  }
  void merge(ConstBytes other) { list().add_all(view(other)); }
  class Final;
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

  // What is long, in steps.
  using List = JoinedList<HistoryItem>;
  static constexpr std::size_t items_at = sizeof(ListFront);
  List list() { return List(buffer_, items_at, {}); }
  static ListView<HistoryItem> view(ConstBytes state) {
    check_header(state, type, items_at, name);
    return ListView<HistoryItem>(state, items_at, name);
  }
  std::size_t merge_some(ConstBytes other, std::size_t from) { return list().add_some(view(other), from); }

 private:
  StateBuffer& buffer_;
};

// In steps, where items are waiting.
class HistoryAgg::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory) : list_(view(state)), value_(memory) {
    if (list_.counts().waiting > 0) settling_.emplace(list_, HistoryItem::Rule{}, memory);
  }
  bool step();
  const Result& result() const { return value_; }

 private:
  ListView<HistoryItem> list_;
  std::optional<List::Settling> settling_;
  StateBuffer value_;
};

}  // namespace c360::activity
