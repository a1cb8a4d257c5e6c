// Survival curves (METRICS D2): how long it takes until something is reached, with those counted who are not there yet.
// Must not know: what is reached, the unit of time, text forms (survival_text.hpp).
#pragma once

#include <compare>
#include <memory_resource>
#include <optional>
#include <vector>

#include "core/base/day.hpp"
#include "core/base/fixed.hpp"
#include "core/base/joined_list.hpp"

namespace c360 {
namespace journey {

// How many observations of one duration ended by reaching it, and how many ended before (right censoring).
struct [[gnu::packed]] SurvivalCounts {
  struct Rule {};
  static constexpr std::size_t size = 20;
  static constexpr std::int64_t most_observations = std::int64_t{1} << 48;  // of a whole curve

  std::int32_t at = 0;
  std::int64_t reached = 0;
  std::int64_t censored = 0;

  std::int64_t observations() const { return reached + censored; }
  // Has a duration and observations, no more than a curve may have.
  bool is_valid() const {
    return at >= 0 && reached >= 0 && censored >= 0 && reached <= most_observations && censored <= most_observations &&
           observations() != 0;
  }

  // For a JoinedList.
  bool begins_before(const SurvivalCounts& other) const { return at < other.at; }
  bool join(const SurvivalCounts& next, Rule) {
    if (next.at != at) return false;
    reached += next.reached;
    censored += next.censored;
    return true;
  }
  static void check_count(std::size_t durations);
};
static_assert(sizeof(SurvivalCounts) == SurvivalCounts::size);

}  // namespace journey

// Field by field, as those of a history.
template <>
inline journey::SurvivalCounts load(const std::byte* from) {
  return {load<std::int32_t>(from), load<std::int64_t>(from + 4), load<std::int64_t>(from + 12)};
}
template <>
inline void store(std::byte* to, const journey::SurvivalCounts& counts) {
  store(to, std::int32_t{counts.at});
  store(to + 4, std::int64_t{counts.reached});
  store(to + 12, std::int64_t{counts.censored});
}

namespace journey {

// One observation. A negative duration is refused when it is counted.
struct Observation {
  std::int32_t duration;
  bool reached;
};
// Of one who started on a day, as it stood on as_of, inclusive: one who had not reached it by then waits still (right
// censoring), and one who starts later is nobody yet. Throws invalid_parameter when it was reached before the start.
std::optional<Observation> observed(Day start, std::optional<Day> reached_on, Day as_of);

// Format, version 1: StateHeader · uint32 count · int64 observations · count × (int32 at, int64 reached, int64
// censored), ascending by duration, none negative, none without an observation. It is exact: the estimate is made when
// asked for.
class SurvivalCurveView {
 public:
  static constexpr StateType type{12};
  static constexpr std::string_view name = "survival_curve";
  static constexpr std::size_t items_at = sizeof(StateHeader) + 4 + 8;
  static constexpr std::size_t item_size = SurvivalCounts::size;
  static constexpr std::uint32_t most_items = 1u << 16;  // durations; 179 years of days
  static constexpr std::int64_t most_observations = SurvivalCounts::most_observations;

  // The cheap check; trusts the items, which only this code and validate() let in.
  explicit SurvivalCurveView(ConstBytes bytes);
  // Every invariant of bytes from outside, no spare room included. Throws invalid_binary.
  static void validate(ConstBytes bytes);

  std::size_t count() const { return count_; }
  std::int64_t observations() const { return load<std::int64_t>(bytes_.data() + sizeof(StateHeader) + 4); }
  ConstBytes value_bytes() const { return bytes_.first(items_at + count_ * item_size); }
  ConstBytes items() const { return value_bytes().subspan(items_at); }
  SurvivalCounts item(std::size_t i) const { return load<SurvivalCounts>(bytes_.data() + items_at + i * item_size); }

 private:
  ConstBytes bytes_;
  std::size_t count_ = 0;
};

// Total order: lexicographic by duration, then reached, then censored.
std::strong_ordering compare(const SurvivalCurveView& a, const SurvivalCurveView& b);

// The state of the aggregate survival: a curve under construction, from observations or from curves in any order. Every
// addition throws before it changes anything: invalid_parameter for a negative duration, out_of_range beyond
// most_observations, and beyond most_items once that is known, at the latest by the result.
// Flat state. Format, version 1: ListFront · int64 observations · the durations of a curve.
class SurvivalAgg {
 public:
  static constexpr StateType type{21};
  static constexpr std::string_view name = "survival state";
  struct Parameters {};
  using Row = Observation;
  // The bytes of a curve, without spare room.
  using Result = StateBuffer;

  static void create(StateBuffer& buffer, const Parameters&);
  explicit SurvivalAgg(StateBuffer& buffer) : buffer_(buffer) { check_header(buffer.bytes(), type, items_at, name); }
  void check(const Parameters&) const {}
  void add(const SurvivalCounts& more);
  void add(const Observation& row) { add(SurvivalCounts{row.duration, row.reached, !row.reached}); }
  void add(const SurvivalCurveView& other) { add_all(ListView<SurvivalCounts>(other.items()), other.observations()); }
  void merge(ConstBytes other) { add_all(view(other), observations_of(other)); }
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  static constexpr std::size_t observations_at = sizeof(ListFront);
  static constexpr std::size_t items_at = observations_at + 8;
  static ListView<SurvivalCounts> view(ConstBytes state) {
    check_header(state, type, items_at, name);
    return ListView<SurvivalCounts>(state, items_at, name);
  }
  static std::int64_t observations_of(ConstBytes state) { return load<std::int64_t>(state.data() + observations_at); }
  JoinedList<SurvivalCounts> list() { return JoinedList<SurvivalCounts>(buffer_, items_at, {}); }
  bool add_where_expected(const SurvivalCounts& more);
  void add_all(const ListView<SurvivalCounts>& other, std::int64_t more);

  StateBuffer& buffer_;
};

// A curve of what add(SurvivalAgg&) adds. Writes into an empty buffer.
template <class Add>
void build_curve(StateBuffer& curve, Add add) {
  std::pmr::monotonic_buffer_resource memory;
  StateBuffer state(memory);
  SurvivalAgg::create(state, {});
  SurvivalAgg agg(state);
  add(agg);
  const ConstBytes built = SurvivalAgg::result(state.bytes(), memory).bytes();
  curve.resize(built.size());
  std::memcpy(curve.data(), built.data(), built.size());
}

// What the Kaplan–Meier estimate says at a duration of the curve. The standard error is Greenwood's; there is none once
// all have reached it.
struct SurvivalPoint {
  SurvivalCounts counts;
  std::int64_t at_risk;  // before it: those who reach it then, or are censored then, included
  Fixed survival;
  std::optional<Fixed> standard_error;
};

// Walks the curve from duration to duration. Within a run without censoring the product of (n − d) / n telescopes to
// one fraction, and Greenwood's d / (n · (n − d)) is 1 / (n − d) − 1 / n: only a censoring costs a rounding, below
// 2^-128.
class ProductLimit {
 public:
  explicit ProductLimit(const SurvivalCurveView& curve)
      : curve_(curve), at_risk_(curve.observations()), run_at_risk_(at_risk_) {}

  bool at_end() const { return next_ == curve_.count(); }
  std::int32_t next_at() const { return curve_.item(next_).at; }
  // Goes on to the next duration. survival() is what holds from there on.
  void step();
  Fixed survival() const { return run_survival_ * left_of_run() / divisor_of_run(); }
  SurvivalPoint point() const;  // of the last step

 private:
  std::uint64_t left_of_run() const { return static_cast<std::uint64_t>(left_); }
  std::uint64_t divisor_of_run() const { return static_cast<std::uint64_t>(run_at_risk_); }

  SurvivalCurveView curve_;
  std::size_t next_ = 0;
  SurvivalCounts counts_;
  std::int64_t at_risk_;      // before the last step's duration; at first: before any
  std::int64_t left_ = 1;     // of those at risk, after those who reached it
  std::int64_t run_at_risk_;  // when the run without censoring began
  Fixed run_survival_{1};     // then
  Fixed run_sum_;             // Greenwood's sum, then
};

// The least duration at which at most half have not reached it; nothing while more than half have not.
std::optional<std::int32_t> survival_median(const SurvivalCurveView& curve);
// The share that has not reached it by a duration. Nothing beyond the longest observation, unless all have reached it.
std::optional<Fixed> survival_at(const SurvivalCurveView& curve, std::int32_t duration);

// The same for `count` durations in a row, in one walk; as many as there is an answer for.
std::pmr::vector<Fixed> survivals_from(const SurvivalCurveView& curve, std::int32_t duration, std::size_t count,
                                       std::pmr::memory_resource& memory);

// The decimals in which survival and standard error are told.
inline constexpr int survival_decimals = 16;

}  // namespace journey
}  // namespace c360
