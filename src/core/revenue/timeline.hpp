// The flat state of one customer's rows (METRICS B1, B2): subscriptions, month snapshots or histories, added up.
// Must not know: which aggregate it serves in the end.
#pragma once

#include <memory_resource>
#include <optional>
#include <vector>

#include "core/revenue/movements.hpp"

namespace c360::revenue {

// A subscription: MRR on the days [from, to); no `to`: still running.
struct Subscription {
  Day from;
  std::optional<Day> to;
  Money mrr;
};

// A row of a month: several rows of one month add up.
struct Snapshot {
  Day day;
  Money mrr;
};

// Format, version 1: Front · count × (int32 position, 12 bytes amount), ascending by position, each once.
// Subscriptions: the position is a day, the amount the change of MRR on it, never 0. Snapshots: the position is a
// month, the amount its MRR; 0 is kept, because a month with rows is not one without.
class Timeline {
 public:
  static constexpr StateType type{8};
  static constexpr std::string_view name = "MRR timeline";
  enum class Content : std::uint8_t { changes = 0, snapshots = 1 };

  struct Front {
    StateHeader header;
    std::uint32_t count;
    Day as_of;
    std::uint16_t grain;  // its code, or no_grain: the question is the history itself
    Content content;
    std::uint8_t unused;
  };
  static constexpr std::uint16_t no_grain = 0xffff;
  static constexpr std::uint32_t most_items = 1u << 24;

  static void create(StateBuffer& buffer, Content content, const std::optional<MovementWindow>& window);
  explicit Timeline(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }

  void check(const std::optional<MovementWindow>& window) const;
  void add(const Subscription& subscription);
  void add(const Snapshot& snapshot);
  void add(const MrrHistoryView& history);
  void merge(ConstBytes other);

  static void validate(ConstBytes state);

  // The steps of the customer's MRR, in order: steps.step(Day, Money).
  template <class Steps>
  static void read_steps(ConstBytes state, Steps& steps) {
    const Front front = read(state);
    if (front.content == Content::changes) {
      ChangeReader reader(steps);
      for (std::uint32_t i = 0; i < front.count; ++i) {
        const AmountItem item = item_at(state.data(), i);
        reader.change(Day{item.position}, item.amount.money());
      }
    } else {
      MonthDays days;
      SnapshotReader reader(days, steps);
      for (std::uint32_t i = 0; i < front.count; ++i) {
        const AmountItem item = item_at(state.data(), i);
        reader.snapshot(item.position, item.amount.money());
      }
      reader.finish();
    }
  }

  static Front read(ConstBytes state) {
    check_header(state, type, sizeof(Front), name);
    const auto front = load<Front>(state.data());
    if (front.count > (state.size() - sizeof(Front)) / AmountItem::size)
      corrupt(name, concat("It declares ", front.count, " items but is too short for them."));
    return front;
  }

 private:
  static AmountItem item_at(const std::byte* state, std::size_t i) {
    return load<AmountItem>(state + sizeof(Front) + i * AmountItem::size);
  }
  void set_item(std::size_t i, AmountItem item) { store(buffer_.data() + sizeof(Front) + i * AmountItem::size, item); }
  void set_count(std::size_t count);
  // Position of the first item at `position` or after it; rows mostly come in order: look at the end first.
  std::size_t lower_bound(std::int32_t position, std::size_t count) const;
  void add(std::int32_t position, Money amount, Content content);
  void drop_changes_of_nothing();

  StateBuffer& buffer_;
};

// mrr_agg: rows of one kind to a history.
template <class RowType>
class HistoryOfRows : public Timeline {
 public:
  struct Parameters {};
  using Row = RowType;
  using Result = StateBuffer;

  static constexpr Content content = std::is_same_v<RowType, Snapshot> ? Content::snapshots : Content::changes;

  static void create(StateBuffer& buffer, const Parameters&) { Timeline::create(buffer, content, {}); }
  explicit HistoryOfRows(StateBuffer& buffer) : Timeline(buffer) {}
  void check(const Parameters&) const {}
  static Result result(ConstBytes state, std::pmr::memory_resource& memory) {
    StateBuffer history(memory);
    MrrHistoryBuilder builder(history);
    StepsToHistory steps{builder};
    read_steps(state, steps);
    return history;
  }

 private:
  struct StepsToHistory {
    MrrHistoryBuilder& builder;
    void step(Day day, Money mrr) { builder.step(day, mrr); }
  };
};

struct MovementList {
  std::pmr::vector<Movement> movements;
  MovementWindow window;

  void movement(const Movement& movement) { movements.push_back(movement); }
  void transient(std::int64_t) {}
};
MovementList movements_of(const MrrHistoryView& history, const MovementWindow& window,
                          std::pmr::memory_resource& memory);

// mrr_movements: rows of one kind to movements, in one step.
template <class RowType>
class MovementsOfRows : public Timeline {
 public:
  using Parameters = MovementWindow;
  using Row = RowType;
  using Result = MovementList;

  static constexpr Content content = std::is_same_v<RowType, Snapshot> ? Content::snapshots : Content::changes;

  static void create(StateBuffer& buffer, const Parameters& parameters) {
    Timeline::create(buffer, content, parameters);
  }
  explicit MovementsOfRows(StateBuffer& buffer) : Timeline(buffer) {}
  void check(const Parameters& parameters) const { Timeline::check(parameters); }
  static Result result(ConstBytes state, std::pmr::memory_resource& memory) {
    const Front front = read(state);
    const auto grain = Grain::from_code(front.grain);
    if (!grain) corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
    Result list{std::pmr::vector<Movement>(&memory), {*grain, front.as_of}};
    Periods periods(*grain, front.as_of);
    MovementWalker walker(periods, front.as_of, list);
    read_steps(state, walker);
    walker.finish();
    return list;
  }
};

}  // namespace c360::revenue
