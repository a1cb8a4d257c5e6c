// The flat state of one customer's rows (METRICS B1, B2): subscriptions, snapshots or histories, added up.
// Must not know: which aggregate it serves in the end.
#pragma once

#include <memory_resource>
#include <optional>
#include <vector>

#include "core/base/steps.hpp"
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

  // Tells the steps of the customer's MRR, in order: steps.step(Day, Money). Goes in steps itself
  // (core/base/steps.hpp).
  template <class Steps>
  class Walk;

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
  // Two items of one day, or snapshots of one period: changes and lines of a day add up, else the later day counts.
  static AmountItem united(const AmountItem& a, const AmountItem& b);
  static void unite(std::vector<AmountItem>& items, Content content, Grain snapshots);

  StateBuffer& buffer_;
};

template <class Steps>
class Timeline::Walk {
 public:
  Walk(ConstBytes state, Steps& steps, std::pmr::memory_resource& memory)
      : front_(read(state)),
        state_(state.data()),
        items_(&memory),
        changes_(steps),
        periods_(options_of(front_).snapshots),
        snapshots_(periods_, steps) {
    if (!in_order()) items_.reserve(front_.count);
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  bool step() {
    if (!in_order()) {
      if (items_.size() < front_.count) {
        take_items(items_, state_ + sizeof(Front), front_.count);
        return true;
      }
      if (!sort_) sort_.emplace(items_, Before());
      if (sort_->step()) return true;
    }
    for (std::size_t budget = items_a_step; budget != 0 && next_ < front_.count; --budget) take(item(next_++));
    if (next_ < front_.count) return true;
    if (sum_) tell(*sum_);
    sum_.reset();
    if (front_.content == Content::snapshots) snapshots_.finish();
    return false;
  }

 private:
  struct Before {
    bool operator()(const AmountItem& a, const AmountItem& b) const { return a.position < b.position; }
  };

  bool in_order() const { return front_.sorted == front_.count; }
  AmountItem item(std::size_t i) const { return in_order() ? item_at(state_, i) : items_[i]; }

  // Items that belong together are made one, those that came in order are one already.
  void take(const AmountItem& item) {
    if (in_order()) return tell(item);
    if (sum_ && item.position < end_) {
      sum_ = united(*sum_, item);
      return;
    }
    if (sum_) tell(*sum_);
    sum_ = item;
    end_ = front_.content == Content::snapshots ? periods_.end_of(Day{item.position}) : std::int64_t{item.position} + 1;
  }
  void tell(const AmountItem& item) {
    const Money amount = item.amount.money();
    if (front_.content == Content::snapshots)
      snapshots_.snapshot(Day{item.position}, amount);
    else if (amount != Money())
      changes_.change(Day{item.position}, amount);
  }

  Front front_;
  const std::byte* state_;
  std::pmr::vector<AmountItem> items_;  // of a state that is not in order
  std::optional<SteppedSort<AmountItem, Before>> sort_;
  std::size_t next_ = 0;
  std::optional<AmountItem> sum_;
  std::int64_t end_ = 0;  // of its day or period
  ChangeReader<Steps> changes_;
  SnapshotPeriods periods_;
  SnapshotReader<SnapshotPeriods, Steps> snapshots_;
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
  class Final {
   public:
    Final(ConstBytes state, std::pmr::memory_resource& memory)
        : history_(memory),
          builder_(history_),
          steps_(options_of(read(state)), last_day, builder_),
          walk_(state, steps_, memory) {}
    bool step() { return walk_.step(); }
    const Result& result() const { return history_; }

   private:
    StateBuffer history_;
    MrrHistoryBuilder builder_;
    OptionalSteps<MrrHistoryBuilder> steps_;
    Walk<OptionalSteps<MrrHistoryBuilder>> walk_;
  };
  static Result result(ConstBytes state, std::pmr::memory_resource& memory) {
    Final work(state, memory);
    return finish(work).result();
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
  class Final {
   public:
    Final(ConstBytes state, std::pmr::memory_resource& memory)
        : front_(read(state)),
          list_{std::pmr::vector<Movement>(&memory), {grain_of(front_), front_.as_of}},
          periods_(list_.window.grain, front_.as_of),
          walker_(periods_, front_.as_of, list_),
          steps_(options_of(front_), front_.as_of, walker_),
          walk_(state, steps_, memory) {}
    bool step() {
      if (walk_.step()) return true;
      steps_.finish();
      walker_.finish();
      return false;
    }
    const Result& result() const { return list_; }

   private:
    using Walker = MovementWalker<Periods, MovementList>;

    static Grain grain_of(const Front& front) {
      const auto grain = Grain::from_code(front.grain);
      if (!grain) corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
      return *grain;
    }

    Front front_;
    MovementList list_;
    Periods periods_;
    Walker walker_;
    OptionalSteps<Walker> steps_;
    Walk<OptionalSteps<Walker>> walk_;
  };
  static Result result(ConstBytes state, std::pmr::memory_resource& memory) {
    Final work(state, memory);
    return finish(work).result();
  }

 private:
  Day as_of_;
};

}  // namespace c360::revenue
