// Scaling of a series to eight heights.
// Must not know: encodings other than UTF-8.
#include "core/stats/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace c360::stats {

namespace {

constexpr std::array<std::string_view, 8> blocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view middle_block = "▄";
constexpr std::string_view state_name = "sparkline state";

}  // namespace

std::pmr::string sparkline(std::span<const double> values, const SparklineScale& scale,
                           std::pmr::memory_resource& memory) {
  if (scale.low && scale.high && !(*scale.low < *scale.high))
    throw Error(ErrorKind::invalid_parameter, "the scale of a sparkline is empty or reversed",
                "lo is not less than hi.", "Give the lower end of the scale first, or leave the scale out.");
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double value : values) {
    low = std::fmin(low, value);
    high = std::fmax(high, value);
  }
  low = scale.low.value_or(low);
  high = scale.high.value_or(high);
  // No room between the ends: a constant series, or one that lies wholly beyond the one end that is given.
  const std::string_view flat = scale.low ? blocks.front() : scale.high ? blocks.back() : middle_block;
  // The distance of two doubles may exceed the largest one: then all are halved. Halving always would make nothing of
  // the smallest ones.
  const double shrink = std::isinf(high - low) ? 0.5 : 1;
  std::pmr::string out(&memory);
  for (const double value : values) {
    if (std::isnan(value)) {
      out += ' ';
    } else if (high <= low) {
      out += flat;
    } else {
      const double part = (value * shrink - low * shrink) / (high * shrink - low * shrink);
      out += blocks[static_cast<std::size_t>(std::clamp(std::floor(part * 8), 0.0, 7.0))];
    }
  }
  return out;
}

std::size_t Sparkline::count(ConstBytes state) {
  check_header(state, type, points_at, state_name);
  const std::size_t points = load<std::uint32_t>(state.data() + sizeof(StateHeader));
  if (points > (state.size() - points_at) / point_size) corrupt(state_name, "It is too short for its points.");
  return points;
}

void Sparkline::validate(ConstBytes state) {
  for (std::size_t i = 0, points = count(state); i < points; ++i) {
    const std::byte* point = state.data() + points_at + i * point_size;
    if (!is_calendar_day(load<std::int32_t>(point))) corrupt(state_name, "It has a day outside the calendar.");
    if (std::isinf(load<double>(point + 4))) corrupt(state_name, "It has an infinite value.");
  }
}

void Sparkline::append_points(const std::byte* points, std::size_t more) {
  const std::size_t before = count(buffer_.bytes());
  buffer_.reserve(points_at + (before + more) * point_size);
  std::memcpy(buffer_.data() + points_at + before * point_size, points, more * point_size);
  store(buffer_.data() + sizeof(StateHeader), static_cast<std::uint32_t>(before + more));
}

void Sparkline::add(const Row& row) {
  std::array<std::byte, point_size> point;
  store(point.data(), row.day.value);
  store(point.data() + 4, row.value);
  append_points(point.data(), 1);
}

void Sparkline::merge(ConstBytes other) { append_points(other.data() + points_at, count(other)); }

Sparkline::Result Sparkline::result(ConstBytes state, std::pmr::memory_resource& memory) {
  std::vector<Row> rows(count(state));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::byte* point = state.data() + points_at + i * point_size;
    rows[i] = {{load<std::int32_t>(point)}, load<double>(point + 4)};
  }
  // Two values of one day stand by size, NULL last, so that the order of arrival cannot show.
  std::ranges::sort(rows, [](const Row& a, const Row& b) {
    if (a.day != b.day) return a.day < b.day;
    if (std::isnan(a.value) || std::isnan(b.value)) return !std::isnan(a.value) && std::isnan(b.value);
    return a.value < b.value;
  });
  std::vector<double> values;
  values.reserve(rows.size());
  for (const Row& row : rows) values.push_back(row.value);
  return sparkline(values, SparklineScale{}, memory);
}

}  // namespace c360::stats
