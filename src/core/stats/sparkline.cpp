// Scaling of a series to eight heights.
// Must not know: encodings other than UTF-8.
#include "core/stats/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace c360::stats {

namespace {

constexpr std::array<std::string_view, 8> blocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::string_view middle_block = "▄";
}  // namespace

SparklineDrawing::SparklineDrawing(const Series& series, const SparklineScale& scale, std::pmr::memory_resource& memory)
    : series_(series),
      scale_(scale),
      low_(std::numeric_limits<double>::infinity()),
      high_(-std::numeric_limits<double>::infinity()),
      line_(&memory) {
  if (scale.low && scale.high && !(*scale.low < *scale.high))
    throw Error(ErrorKind::invalid_parameter, "the scale of a sparkline is empty or reversed",
                "lo is not less than hi.", "Give the lower end of the scale first, or leave the scale out.");
}

bool SparklineDrawing::step() {
  const std::size_t from = next_;
  next_ = std::min(series_.count, from + items_a_step);
  if (has_ends_) {
    draw(from, next_);
    return next_ < series_.count;
  }
  for (std::size_t i = from; i < next_; ++i) {
    low_ = std::fmin(low_, series_[i]);
    high_ = std::fmax(high_, series_[i]);
  }
  if (next_ == series_.count) {
    low_ = scale_.low.value_or(low_);
    high_ = scale_.high.value_or(high_);
    has_ends_ = true;
    next_ = 0;
    line_.reserve(series_.count * blocks.front().size());
  }
  return true;
}

void SparklineDrawing::draw(std::size_t from, std::size_t to) {
  // No room between the ends: a constant series, or one that lies wholly beyond the one end that is given.
  const std::string_view flat = scale_.low ? blocks.front() : scale_.high ? blocks.back() : middle_block;
  // The distance of two doubles may exceed the largest one: then all are halved. Halving always would make nothing of
  // the smallest ones.
  const double shrink = std::isinf(high_ - low_) ? 0.5 : 1;
  for (std::size_t i = from; i < to; ++i) {
    const double value = series_[i];
    if (std::isnan(value)) {
      line_ += ' ';
    } else if (high_ <= low_) {
      line_ += flat;
    } else {
      const double part = (value * shrink - low_ * shrink) / (high_ * shrink - low_ * shrink);
      line_ += blocks[static_cast<std::size_t>(std::clamp(std::floor(part * 8), 0.0, 7.0))];
    }
  }
}

std::size_t Sparkline::count(ConstBytes state) {
  check_header(state, type, points_at, name);
  const std::size_t points = load<std::uint32_t>(state.data() + sizeof(StateHeader));
  if (points > (state.size() - points_at) / point_size) corrupt(name, "It is too short for its points.");
  return points;
}

void Sparkline::validate(ConstBytes state) {
  for (std::size_t i = 0, points = count(state); i < points; ++i) {
    const std::byte* point = state.data() + points_at + i * point_size;
    if (!is_calendar_day(load<std::int32_t>(point))) corrupt(name, "It has a day outside the calendar.");
    if (std::isinf(load<double>(point + 4))) corrupt(name, "It has an infinite value.");
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

bool Sparkline::Final::Before::operator()(const Row& a, const Row& b) const {
  if (a.day != b.day) return a.day < b.day;
  if (std::isnan(a.value) || std::isnan(b.value)) return !std::isnan(a.value) && std::isnan(b.value);
  return a.value < b.value;
}

Sparkline::Final::Final(ConstBytes state, std::pmr::memory_resource& memory)
    : state_(state), count_(count(state)), rows_(&memory) {
  rows_.reserve(count_);
}

bool Sparkline::Final::read() {
  for (std::size_t budget = items_a_step; budget != 0 && rows_.size() < count_; --budget) {
    const std::byte* point = state_.data() + points_at + rows_.size() * point_size;
    rows_.push_back({{load<std::int32_t>(point)}, load<double>(point + 4)});
  }
  return rows_.size() < count_;
}

bool Sparkline::Final::step() {
  if (drawing_) return drawing_->step();
  if (!sort_) {
    if (!read()) sort_.emplace(rows_, Before());
  } else if (!sort_->step()) {
    const std::byte* first =
        rows_.empty() ? nullptr : reinterpret_cast<const std::byte*>(rows_.data()) + offsetof(Row, value);
    drawing_.emplace(Series{first, rows_.size(), sizeof(Row)}, SparklineScale{}, *rows_.get_allocator().resource());
  }
  return true;
}

Sparkline::Result Sparkline::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return std::move(finish(work).result());
}

}  // namespace c360::stats
