// Funnels within a window (METRICS A20): how far an entity came through the steps of a journey, in order and in time.
// Must not know: what the steps are, how the host writes instants and intervals.
#pragma once

#include <array>

#include "core/base/instant.hpp"
#include "core/base/joined_list.hpp"

namespace c360::activity {

// An instant, and every step that an event of that instant fulfils: events of one instant have no order among them.
struct [[gnu::packed]] FunnelMoment {
  struct Rule {};

  std::int64_t at;
  std::uint32_t steps;  // bit 0 is the first step

  bool begins_before(const FunnelMoment& other) const { return at < other.at; }
  bool join(const FunnelMoment& next, Rule) {
    if (next.at != at) return false;
    steps |= next.steps;
    return true;
  }
};

// Flat state: the moments, 12 bytes each. Format, version 1: ListFront · int32 steps · int64 window · moments.
class WindowFunnel {
 public:
  static constexpr StateType type{19};
  static constexpr std::string_view name = "window_funnel state";
  static constexpr std::int32_t most_steps = 32;
  struct Parameters {
    std::int64_t within;  // microseconds from the first step to the last one at most
    std::int32_t steps;
    friend bool operator==(const Parameters&, const Parameters&) = default;
    // Throws invalid_parameter when one is out of bounds.
    void check() const;
  };
  struct Row {
    Instant at;
    std::uint32_t steps;
  };
  // Steps reached: step 1 at some instant, step 2 then or later, and so on, all within the window of step 1.
  using Result = std::int32_t;

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit WindowFunnel(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    if (load<Front>(buffer_.data()).parameters() != parameters)
      throw_parameter_differs("within and the number of steps");
  }
  void add(const Row& row) {
    if (row.steps != 0) list().add({row.at.value, row.steps});
  }
  void merge(ConstBytes other) {
    check(read(other).parameters());
    list().add_all(view(other));
  }
  class Final;
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

  // What is long, in steps.
  std::size_t merge_some(ConstBytes other, std::size_t from) {
    check(read(other).parameters());
    return list().add_some(view(other), from);
  }
  using List = JoinedList<FunnelMoment>;
  static constexpr std::size_t items_at = 24;
  List list() { return List(buffer_, items_at, {}); }
  static ListView<FunnelMoment> view(ConstBytes state) { return ListView<FunnelMoment>(state, items_at, name); }

 private:
  struct Front {
    ListFront list;
    std::int32_t steps;
    std::int64_t within;
    Parameters parameters() const { return {within, steps}; }
  };
  static_assert(sizeof(Front) == items_at);
  static Front read(ConstBytes state);

  StateBuffer& buffer_;
};

// In steps: the moments in order.
class WindowFunnel::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory)
      : parameters_(read(state).parameters()), walk_(view(state), memory) {}
  bool step();
  Result result() const { return deepest_; }

 private:
  void pass(const FunnelMoment& moment);

  Parameters parameters_;
  OrderedWalk<FunnelMoment> walk_;
  FunnelMoment current_{first_instant.value, 0};
  // By the steps reached: when the latest chain that came so far began. No other one can go on longer.
  std::array<std::int64_t, most_steps> begun_{};
  Result deepest_ = 0;
};

}  // namespace c360::activity
