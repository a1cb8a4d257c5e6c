// Usage drop (METRICS A13): recent usage against an entity's own baseline.
// Must not know: how amounts reach it or leave it.
#pragma once

#include <memory_resource>
#include <optional>

#include "core/activity/coefficient.hpp"
#include "core/base/exact.hpp"
#include "core/base/state.hpp"

namespace c360::activity {

// Flat state: usage of each complete week (Monday to Sunday) of the window, oldest first, and the first day ever seen.
class UsageDrop {
 public:
  static constexpr StateType type{5};
  static constexpr std::string_view name = "usage_drop state";
  struct Parameters {
    Day as_of;
    std::int32_t recent_weeks = 4;
    std::int32_t baseline_weeks = 12;
    friend bool operator==(const Parameters&, const Parameters&) = default;
    // Throws invalid_parameter when a number of weeks is out of bounds.
    void check() const;
  };
  struct Row {
    Day day;
    Millionths weight;
  };
  static constexpr Millionths one_event = Millionths::from_units(1'000'000);  // the weight of rows without one
  // Usage a week. Everything but recent is empty while the entity is too young for a verdict; change, z and the verdict
  // are where its baseline is 0; z is where more than half of the baseline's weeks are equal.
  struct Result {
    double recent;
    std::optional<double> baseline, change, z, slope;
    std::optional<bool> dropped;
  };

  // The verdict of `dropped`: down by at least a part of five, and unusually so. 1.4826 · MAD estimates a standard
  // deviation.
  static constexpr std::size_t parts = 5;
  static constexpr double z_limit = -1.0;
  static constexpr double mad_to_deviation = 1.4826;

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit UsageDrop(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    if (load<Front>(bytes_).parameters != parameters) throw_parameter_differs("as_of and the numbers of weeks");
  }
  void add(const Row& row);
  void merge(ConstBytes other);
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    Parameters parameters;
    std::int32_t has_first;
    std::int32_t first;  // day
  };
  static Front read(ConstBytes state);
  static std::size_t weeks(const Parameters& parameters) {
    return static_cast<std::size_t>(parameters.recent_weeks) + static_cast<std::size_t>(parameters.baseline_weeks);
  }
  static std::size_t week_at(std::size_t week) { return sizeof(Front) + week * sizeof(Millionths); }
  void see_first(std::int32_t day);

  std::byte* bytes_;
};

}  // namespace c360::activity
