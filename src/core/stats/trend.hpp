// Trend of a value over days (METRICS D6): least squares, with the strength and the direction of what it finds.
// Must not know: what the value is.
#pragma once

#include <array>
#include <memory_resource>
#include <optional>
#include <string_view>

#include "core/base/day.hpp"
#include "core/base/exact.hpp"
#include "core/base/state.hpp"

namespace c360::stats {

enum class Direction { up, down, flat };
constexpr std::string_view name_of(Direction direction) {
  return direction == Direction::flat ? "flat" : direction == Direction::up ? "up" : "down";
}

// Flat state: exact sums, so that neither order nor a parallel plan can show in the result.
class Trend {
 public:
  static constexpr StateType type{15};
  static constexpr std::string_view name = "trend state";
  struct Parameters {};
  struct Row {
    Millionths value;  // in millionths that fit an int64
    Day day;
  };
  // r: none where the value is constant. t: none there, and where the points lie on a line exactly.
  struct Line {
    double slope_per_30_days;
    std::optional<double> r, t;
    std::int64_t count;
    Direction direction;
  };
  // None of fewer than three points, or when all of them are of one day.
  using Result = std::optional<Line>;

  // |t| from which a slope is more than noise: the rule of thumb for a level of 5 %.
  static constexpr std::int64_t t_limit = 2;

  static void create(StateBuffer& buffer, const Parameters&) {
    buffer.reserve(sizeof(Front));
    store(buffer.data(), Front{{.type = type}, 0, {}});
  }
  explicit Trend(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }
  void check(const Parameters&) const {}
  // Throws out_of_range when the value, or a sum, is too large.
  void add(const Row& row);
  void merge(ConstBytes other) { add(read(other)); }
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

  // x: days since 2000-01-01; y: value in millionths.
  struct Sums {
    std::int64_t count = 0;
    Whole x, xx, y, xy;
    std::array<std::uint64_t, 3> yy{};  // low word first
  };

 private:
  struct Front {
    StateHeader header;
    std::uint32_t unused;
    Sums sums;
  };
  static Sums read(ConstBytes state) {
    check_header(state, type, sizeof(Front), name);
    return load<Front>(state.data()).sums;
  }
  void add(const Sums& more);

  std::byte* bytes_;
};

}  // namespace c360::stats
