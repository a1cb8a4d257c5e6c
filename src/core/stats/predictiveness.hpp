// Predictiveness (METRICS D10): does a metric tell beforehand who will leave?
// Must not know: which metric it is, when it was measured, what counts as leaving.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/ratio.hpp"
#include "core/base/state.hpp"
#include "core/base/steps.hpp"

namespace c360::stats {

// Sum of doubles with the error of each step carried along (Neumaier). The order decides the last bits, so it is always
// that of the sorted values.
class CarefulSum {
 public:
  void operator+=(double value) {
    const double total = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - total) + value : (value - total) + sum_;
    sum_ = total;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

// Flat state: the metric of every customer, eight bytes each, in order of arrival. Those who stayed stand from the
// front on, those who churned from the end backwards, so that no customer needs a mark.
class Predictiveness {
 public:
  static constexpr StateType type{17};
  static constexpr std::string_view name = "predictiveness state";
  struct Parameters {};
  struct Row {
    double metric;  // finite
    bool churned;
  };
  // Which end of the metric announces churn.
  enum class Direction { higher, lower };

  struct Findings {
    std::int64_t customers;
    std::int64_t churned;
    // Point-biserial correlation; empty where the metric is constant.
    std::optional<double> r;
    // How often a customer who churned has the greater metric than one who stayed, over all such pairs; a tie is half.
    Ratio auc;
    // Churn rate of the tenth of the customers at the end that announces churn ÷ churn rate of all. Empty as direction.
    std::optional<Ratio> lift;
    double information_value;
    // Empty where auc is exactly a half.
    std::optional<Direction> direction;
  };
  using Result = std::optional<Findings>;  // empty unless some stayed and some churned

  // Customers of equal metrics share a bin: the one that the middle of them falls into.
  static constexpr std::int64_t bins = 10;
  // Added to those who stayed and to those who churned in every bin that holds somebody: one that holds only one kind
  // would make the value infinite.
  static constexpr double smoothing = 0.5;
  struct Bin {
    std::int64_t stayed = 0, churned = 0;
  };

  static void create(StateBuffer& buffer, const Parameters&) {
    buffer.reserve(sizeof(Front) + 2 * sizeof(double));
    store(buffer.data(), Front{{.type = type}, 0, 0});
  }
  explicit Predictiveness(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters&) const {}
  void add(const Row& row);
  void merge(ConstBytes other);
  class Final;
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    std::uint32_t stayed;
    std::uint32_t churned;
  };
  static Front read(ConstBytes state);
  static const std::byte* churned_begin(ConstBytes state, const Front& front) {
    return state.data() + state.size() - front.churned * sizeof(double);
  }
  void append(ConstBytes stayed, ConstBytes churned);

  StateBuffer& buffer_;
};

// In steps: both columns are copied and sorted, ties counted, then the correlation is summed up.
class Predictiveness::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory);
  bool step();
  Result result() const;

 private:
  enum class Phase { read_stayed, read_churned, sort_stayed, sort_churned, ties, mean, deviations, done };
  using Values = std::pmr::vector<double>;
  // The customers of one value: how many stayed and churned below it, and at it.
  struct Tie {
    std::int64_t stayed_below, churned_below, stayed, churned;
    std::int64_t below() const { return stayed_below + churned_below; }
    std::int64_t size() const { return stayed + churned; }
  };

  std::int64_t all() const { return std::int64_t{front_.stayed} + front_.churned; }
  bool count_ties();
  void count(const Tie& tie);
  void begin_correlation();
  // action(value · 2^-exponent, has churned), a step's worth of those who stayed and then of those who churned.
  template <class Action>
  bool each(Action action);
  std::optional<double> correlation() const;

  ConstBytes state_;
  Front front_;
  Phase phase_ = Phase::read_stayed;
  Values stayed_, churned_;
  std::optional<SteppedSort<double, std::less<>>> sort_;

  // The tie that is being counted, and what the ties say. Products of two numbers of customers, of which a buffer holds
  // at most 2^27, are far from the ends of an int64.
  std::size_t stayed_at_ = 0, churned_at_ = 0, stayed_below_ = 0, churned_below_ = 0;
  bool in_tie_ = false;
  double value_ = 0;
  std::int64_t pairs_won_ = 0;  // in halves
  Ratio lowest_{}, highest_{};
  std::array<Bin, bins> counts_;

  std::size_t next_ = 0;
  bool is_constant_ = false;
  int exponent_ = 0;
  double mean_ = 0;
  CarefulSum sum_, deviations_, of_churned_, squares_;
};

constexpr std::string_view name_of(Predictiveness::Direction direction) {
  return direction == Predictiveness::Direction::higher ? "higher" : "lower";
}

}  // namespace c360::stats
