// Sessions (METRICS A19): runs of events without a long gap, and how long they are.
// Must not know: what the events are, how the host writes instants and intervals.
#pragma once

#include <functional>
#include <optional>

#include "core/base/instant.hpp"
#include "core/base/joined_list.hpp"

namespace c360::activity {

// The first and the last event of a run of events in which each follows the one before within less than the gap. Two
// of them less than a gap apart, or overlapping, are one: the first event of the later one has a neighbour so near.
struct [[gnu::packed]] Session {
  using Rule = std::int64_t;  // the gap

  std::int64_t first, last;  // instants

  std::uint64_t length() const { return static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first); }
  bool begins_before(const Session& other) const { return first < other.first; }
  bool join(const Session& next, Rule gap) {
    // Unsigned: the calendar is longer than an int64 of microseconds.
    if (next.first > last &&
        static_cast<std::uint64_t>(next.first) - static_cast<std::uint64_t>(last) >= static_cast<std::uint64_t>(gap))
      return false;
    if (next.last > last) last = next.last;
    return true;
  }
};

// Flat state: the sessions of the events seen so far, 16 bytes each. Format, version 1: ListFront · int32 0 · int64 gap
// · sessions.
class Sessions {
 public:
  static constexpr StateType type{18};
  static constexpr std::string_view name = "sessions state";
  struct Parameters {
    std::int64_t gap;  // microseconds; events so far apart, or farther, are in two sessions
    friend bool operator==(const Parameters&, const Parameters&) = default;
  };
  static constexpr std::int64_t usual_gap = std::int64_t{30} * 60 * 1'000'000;
  struct Row {
    Instant at;
  };
  // In microseconds; `longest` and `median` of no session are missing. A median between two
  // lengths is their mean, rounded as percentile_cont rounds.
  struct Result {
    std::int64_t sessions, total;
    std::optional<std::int64_t> longest, median;
  };

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit Sessions(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    if (load<Front>(buffer_.data()).parameters != parameters) throw_parameter_differs("gap");
  }
  void add(const Row& row) { list().add({row.at.value, row.at.value}); }
  void merge(ConstBytes other) {
    check(read(other).parameters);
    list().add_all(view(other));
  }
  class Final;
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

  // What is long, in steps.
  std::size_t merge_some(ConstBytes other, std::size_t from) {
    check(read(other).parameters);
    return list().add_some(view(other), from);
  }
  using List = JoinedList<Session>;
  static constexpr std::size_t items_at = 24;
  List list() { return List(buffer_, items_at, load<Front>(buffer_.data()).parameters.gap); }
  static ListView<Session> view(ConstBytes state) { return ListView<Session>(state, items_at, name); }

 private:
  struct Front {
    ListFront list;
    std::int32_t zero = 0;
    Parameters parameters;
  };
  static_assert(sizeof(Front) == items_at);
  static Front read(ConstBytes state);

  StateBuffer& buffer_;
};

// In steps: the sessions, then their lengths in order for the median.
class Sessions::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory);
  bool step();
  Result result() const { return result_; }

 private:
  void end_session();
  void take_results();

  std::int64_t gap_;
  OrderedWalk<Session> walk_;
  std::optional<Session> current_;
  std::pmr::vector<std::uint64_t> lengths_;
  std::optional<SteppedSort<std::uint64_t, std::less<>>> by_length_;
  std::uint64_t total_ = 0;
  Result result_{0, 0, {}, {}};
};

}  // namespace c360::activity
