// Predictiveness (METRICS D10): does a metric tell beforehand who will leave?
// Must not know: which metric it is, when it was measured, what counts as leaving.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string_view>

#include "core/base/ratio.hpp"
#include "core/base/state.hpp"

namespace c360::stats {

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

  static void create(StateBuffer& buffer, const Parameters&) {
    buffer.reserve(sizeof(Front) + 2 * sizeof(double));
    store(buffer.data(), Front{{.type = type}, 0, 0});
  }
  explicit Predictiveness(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters&) const {}
  void add(const Row& row);
  void merge(ConstBytes other);
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

constexpr std::string_view name_of(Predictiveness::Direction direction) {
  return direction == Predictiveness::Direction::higher ? "higher" : "lower";
}

}  // namespace c360::stats
