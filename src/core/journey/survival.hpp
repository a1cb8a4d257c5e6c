// Survival curves (METRICS D2): how long it takes until something is reached, with those counted who are not there yet.
// Must not know: what is reached, the unit of time, text forms (survival_text.hpp).
#pragma once

#include <compare>
#include <memory_resource>
#include <optional>
#include <vector>
#include <vector>

#include "core/base/day.hpp"
#include "core/base/fixed.hpp"
#include "core/base/state.hpp"

namespace c360::journey {

// How many observations of one duration ended by reaching it, and how many ended before (right censoring).
struct SurvivalCounts {
  std::int32_t at = 0;
  std::int64_t reached = 0;
  std::int64_t censored = 0;
  friend bool operator==(const SurvivalCounts&, const SurvivalCounts&) = default;
  std::int64_t observations() const { return reached + censored; }
};

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
  static constexpr std::size_t item_size = 4 + 8 + 8;
  static constexpr std::uint32_t most_items = 1u << 16;  // durations; 179 years of days
  static constexpr std::int64_t most_observations = std::int64_t{1} << 48;

  // The cheap check; trusts the items, which only this code and validate() let in.
  explicit SurvivalCurveView(ConstBytes bytes);
  // Every invariant of bytes from outside, no spare room included. Throws invalid_binary.
  static void validate(ConstBytes bytes);

  std::size_t count() const { return count_; }
  std::int64_t observations() const { return load<std::int64_t>(bytes_.data() + sizeof(StateHeader) + 4); }
  ConstBytes value_bytes() const { return bytes_.first(items_at + count_ * item_size); }
  SurvivalCounts item(std::size_t i) const {
    const std::byte* at = bytes_.data() + items_at + i * item_size;
    return {load<std::int32_t>(at), load<std::int64_t>(at + 4), load<std::int64_t>(at + 12)};
  }

 private:
  ConstBytes bytes_;
  std::size_t count_ = 0;
};

// Total order: lexicographic by duration, then reached, then censored.
std::strong_ordering compare(const SurvivalCurveView& a, const SurvivalCurveView& b);

// Changes a curve in place. Every addition throws before it changes anything: invalid_parameter for a negative
// duration, out_of_range beyond most_items or most_observations.
class SurvivalCurveBuilder {
 public:
  static void create(StateBuffer& buffer);
  explicit SurvivalCurveBuilder(StateBuffer& buffer) : buffer_(buffer) { SurvivalCurveView check(buffer.bytes()); }

  void add(const SurvivalCounts& more);
  void add(const Observation& row) { add({row.duration, row.reached, !row.reached}); }
  void add(const SurvivalCurveView& other);

 private:
  std::size_t lower_bound(const SurvivalCurveView& view, std::int32_t at) const;
  void set_item(std::size_t i, const SurvivalCounts& counts);
  void set_size(std::size_t count, std::int64_t observations);

  StateBuffer& buffer_;
};

// The aggregate: the state is the curve itself, with room to grow.
template <class RowType>
class SurvivalState : public SurvivalCurveBuilder {
 public:
  struct Parameters {};
  using Row = RowType;
  using Result = ConstBytes;

  static void create(StateBuffer& buffer, const Parameters&) { SurvivalCurveBuilder::create(buffer); }
  using SurvivalCurveBuilder::SurvivalCurveBuilder;
  void check(const Parameters&) const {}
  void merge(ConstBytes other) { add(SurvivalCurveView(other)); }
  static Result result(ConstBytes state, std::pmr::memory_resource&) { return SurvivalCurveView(state).value_bytes(); }
};

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

// The same for `count` durations in a row, in one walk; as many as there is an answer for.
std::pmr::vector<Fixed> survivals_from(const SurvivalCurveView& curve, std::int32_t duration, std::size_t count,
                                       std::pmr::memory_resource& memory);

// The decimals in which survival and standard error are told.
inline constexpr int survival_decimals = 16;

}  // namespace c360::journey
