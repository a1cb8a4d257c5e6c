// The flat state of one customer's rows (METRICS B1, B2): subscriptions, snapshots or histories, added up.
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

// The MRR on a day: several rows of one day are lines that add up; of several days of a period the last one counts.
struct Snapshot {
  Day day;
  Money mrr;
};

// Format, version 1: Front · count × (int32 day, 12 bytes amount). The first `sorted` of them are ascending by day,
// each once; the others, in any order, are those that came out of order: they are sorted in when there is no more room.
// Subscriptions: the amount is the change of MRR on the day. Snapshots: it is the MRR of the day, at most one day a
// period among the sorted ones; 0 is kept, because a period with rows is not one without.
class Timeline {
 public:
  static constexpr StateType type{8};
  static constexpr std::string_view name = "MRR timeline";
  enum class Content : std::uint8_t { changes = 0, snapshots = 1 };

  struct Front {
    StateHeader header;
    std::uint32_t count;
    std::uint32_t sorted;
    Day as_of;
    std::int32_t grace_days;
    std::uint16_t grain;      // its code, or no_grain: the question is the history itself
    std::uint16_t snapshots;  // the code of their grain
    Content content;
    std::uint8_t negative_is_zero;
    std::uint16_t unused;
  };
  static constexpr std::uint16_t no_grain = 0xffff;
  static constexpr std::uint32_t most_items = 1u << 20;  // a history has no more, either

  static void create(StateBuffer& buffer, Content content, const std::optional<MovementWindow>& window,
                     const StepOptions& options);
  explicit Timeline(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }

  void check(const std::optional<MovementWindow>& window, const StepOptions& options) const;
  void add(const Subscription& subscription);
  void add(const Snapshot& snapshot);
  void add(const MrrHistoryView& history);
  void merge(ConstBytes other);

  static void validate(ConstBytes state);

  // The steps of the customer's MRR, in order: steps.step(Day, Money).
  template <class Steps>
  static void read_steps(ConstBytes state, Steps& steps) {
    const Front front = read(state);
    const bool in_order = front.sorted == front.count;
    const std::vector<AmountItem> sorted = in_order ? std::vector<AmountItem>() : items_in_order(state);
    const auto each_item = [&](auto take) {
      for (std::size_t i = 0; i < (in_order ? front.count : sorted.size()); ++i) {
        const AmountItem item = in_order ? item_at(state.data(), i) : sorted[i];
        take(Day{item.position}, item.amount.money());
      }
    };
    if (front.content == Content::changes) {
      ChangeReader reader(steps);
      each_item([&](Day day, Money change) { reader.change(day, change); });
    } else {
      SnapshotPeriods periods(options_of(front).snapshots);
      SnapshotReader<SnapshotPeriods, Steps> reader(periods, steps);
      each_item([&](Day day, Money mrr) { reader.snapshot(day, mrr); });
      reader.finish();
    }
  }

  static Front read(ConstBytes state) {
    check_header(state, type, sizeof(Front), name);
    const auto front = load<Front>(state.data());
    if (front.count > (state.size() - sizeof(Front)) / AmountItem::size || front.sorted > front.count)
      corrupt(name, concat("It declares ", front.count, " items, ", front.sorted, " of them sorted, but has no such."));
    return front;
  }
  static StepOptions options_of(const Front& front);

 private:
  static AmountItem item_at(const std::byte* state, std::size_t i) {
    return load<AmountItem>(state + sizeof(Front) + i * AmountItem::size);
  }
  void set_item(std::size_t i, AmountItem item) { store(buffer_.data() + sizeof(Front) + i * AmountItem::size, item); }
  void set_counts(std::size_t count, std::size_t sorted);
  // Of the first sorted item at `position` or after it; rows mostly come in order: look at the end first.
  std::size_t lower_bound(std::int64_t position, std::size_t sorted) const;
  // A row of the days [from, to), which are the item's: a day, or a period.
  void add(std::int32_t position, Money amount, Content content, std::int64_t from, std::int64_t to);
  void make_room();
  void write(const std::vector<AmountItem>& items);
  static std::vector<AmountItem> items_in_order(ConstBytes state);

  StateBuffer& buffer_;
};

// mrr_agg: rows of one kind to a history.
template <class RowType>
class HistoryOfRows : public Timeline {
 public:
  using Parameters = StepOptions;
  using Row = RowType;
  using Result = StateBuffer;

  static constexpr Content content = std::is_same_v<RowType, Snapshot> ? Content::snapshots : Content::changes;

  static void create(StateBuffer& buffer, const Parameters& options) { Timeline::create(buffer, content, {}, options); }
  explicit HistoryOfRows(StateBuffer& buffer) : Timeline(buffer) {}
  void check(const Parameters& options) const { Timeline::check({}, options); }
  static Result result(ConstBytes state, std::pmr::memory_resource& memory) {
    StateBuffer history(memory);
    MrrHistoryBuilder builder(history);
    OptionalSteps steps(options_of(read(state)), last_day, builder);
    read_steps(state, steps);
    return history;
  }
};

struct MovementList {
  std::pmr::vector<Movement> movements;
  MovementWindow window;

  void movement(const Movement& movement) { movements.push_back(movement); }
  void transient(std::int64_t) {}
};
MovementList movements_of(const MrrHistoryView& history, const MovementQuestion& question,
                          std::pmr::memory_resource& memory);

// mrr_movements: rows of one kind to movements, in one step.
template <class RowType>
class MovementsOfRows : public Timeline {
 public:
  using Parameters = MovementQuestion;
  using Row = RowType;
  using Result = MovementList;

  static constexpr bool of_snapshots = std::is_same_v<RowType, Snapshot>;
  static constexpr Content content = of_snapshots ? Content::snapshots : Content::changes;

  static void create(StateBuffer& buffer, const Parameters& parameters) {
    Timeline::create(buffer, content, parameters.window, parameters.options);
  }
  explicit MovementsOfRows(StateBuffer& buffer) : Timeline(buffer), as_of_(load<Front>(buffer.data()).as_of) {}
  void check(const Parameters& parameters) const { Timeline::check(parameters.window, parameters.options); }
  // A snapshot after as_of does not exist yet (METRICS R4), nor does it count for an earlier day of its period.
  void add(const RowType& row) {
    if constexpr (of_snapshots)
      if (row.day > as_of_) return;
    Timeline::add(row);
  }
  static Result result(ConstBytes state, std::pmr::memory_resource& memory) {
    const Front front = read(state);
    const auto grain = Grain::from_code(front.grain);
    if (!grain) corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
    Result list{std::pmr::vector<Movement>(&memory), {*grain, front.as_of}};
    Periods periods(*grain, front.as_of);
    MovementWalker walker(periods, front.as_of, list);
    OptionalSteps steps(options_of(front), front.as_of, walker);
    read_steps(state, steps);
    steps.finish();
    walker.finish();
    return list;
  }

 private:
  Day as_of_;
};

}  // namespace c360::revenue
