// Sparklines (METRICS A15): a series as a word of block characters, in UTF-8.
// Must not know: the database's encoding.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "core/base/day.hpp"
#include "core/base/state.hpp"
#include "core/base/steps.hpp"

namespace c360::stats {

// An end that is not given is the series' own: its least or its greatest value.
struct SparklineScale {
  std::optional<double> low, high;
};

// Numbers that stand somewhere in memory, each `apart` bytes from the one before. NaN stands for NULL.
struct Series {
  const std::byte* first;
  std::size_t count, apart = sizeof(double);
  double operator[](std::size_t i) const { return load<double>(first + i * apart); }
};

// In steps. NULL becomes a space. Values outside of the scale are drawn as the nearer end. Throws invalid_parameter
// when both ends are given and the low one is not below the high one.
class SparklineDrawing {
 public:
  SparklineDrawing(const Series& series, const SparklineScale& scale, std::pmr::memory_resource& memory);
  bool step();
  std::pmr::string& result() { return line_; }

 private:
  void draw(std::size_t from, std::size_t to);

  Series series_;
  SparklineScale scale_;
  bool has_ends_ = false;
  double low_, high_;
  std::size_t next_ = 0;
  std::pmr::string line_;
};

// Flat state of the aggregate: (day, value) in order of arrival; sorted by day, then value, at the end.
class Sparkline {
 public:
  static constexpr StateType type{6};
  static constexpr std::string_view name = "sparkline state";
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
  class Final;
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  static constexpr std::size_t points_at = 8, point_size = 12;
  static std::size_t count(ConstBytes state);
  void append_points(const std::byte* points, std::size_t more);

  StateBuffer& buffer_;
};

// In steps: the points are read, sorted, and drawn.
class Sparkline::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory);
  bool step();
  Result& result() { return drawing_->result(); }

 private:
  // Two values of one day stand by size, NULL last, so that the order of arrival cannot show.
  struct Before {
    bool operator()(const Row& a, const Row& b) const;
  };
  bool read();

  ConstBytes state_;
  std::size_t count_;
  std::pmr::vector<Row> rows_;
  std::optional<SteppedSort<Row, Before>> sort_;
  std::optional<SparklineDrawing> drawing_;
};

}  // namespace c360::stats
