// Sparklines (METRICS A15): a series as a word of block characters, in UTF-8.
// Must not know: the database's encoding.
#pragma once

#include <memory_resource>
#include <optional>
#include <span>
#include <string>

#include "core/base/day.hpp"
#include "core/base/state.hpp"

namespace c360::stats {

// An end that is not given is the series' own: its least or its greatest value.
struct SparklineScale {
  std::optional<double> low, high;
};

// NaN of the input stands for NULL and becomes a space. Values outside of the scale are drawn as the nearer end.
// Throws invalid_parameter when both ends are given and the low one is not below the high one.
std::pmr::string sparkline(std::span<const double> values, const SparklineScale& scale,
                           std::pmr::memory_resource& memory);

// Flat state of the aggregate: (day, value) in order of arrival; sorted by day, then value, at the end.
class Sparkline {
 public:
  static constexpr StateType type = StateType::sparkline;
  struct Parameters {};
  struct Row {
    Day day;
    double value;  // NaN: NULL
  };
  using Result = std::pmr::string;

  static void create(StateBuffer& buffer, const Parameters&) {
    buffer.reserve(points_at + point_size);
    store(buffer.data(), StateHeader{.type = type});
  }
  explicit Sparkline(StateBuffer& buffer) : buffer_(buffer) { count(buffer.bytes()); }
  void check(const Parameters&) const {}
  void add(const Row& row);
  void merge(ConstBytes other);
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  static constexpr std::size_t points_at = 8, point_size = 12;
  static std::size_t count(ConstBytes state);
  void append_points(const std::byte* points, std::size_t more);

  StateBuffer& buffer_;
};

}  // namespace c360::stats
