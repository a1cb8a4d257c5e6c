// The activity coefficient (METRICS A1): distinct active periods among the last few.
// Must not know: how a state is stored; it is one 64-bit number.
#pragma once

#include <bit>
#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/base/day.hpp"
#include "core/base/error.hpp"
#include "core/base/grain.hpp"

namespace c360::activity {

struct CoefficientParameters {
  Day as_of;
  std::int32_t periods = 7;
  Grain grain;

  friend bool operator==(const CoefficientParameters&, const CoefficientParameters&) = default;
};

// Parameters, checked and made ready for a fast answer to "which of the last periods holds this day?".
class CoefficientWindow {
 public:
  static constexpr int most_periods = 48;

  CoefficientWindow() : CoefficientWindow(CoefficientParameters{}) {}
  // Throws invalid_parameter when periods is not within 1…48.
  explicit CoefficientWindow(const CoefficientParameters& parameters);

  // 0 for the period that holds as_of, 1 for the one before …; negative when the day is outside the window.
  int offset(Day day) const {
    if (day > parameters_.as_of) return -1;
    if (period_days_ != 0) {
      const auto back = static_cast<std::uint64_t>(std::int64_t{last_day_} - day.value);
      if (back >= span_) return -1;
      // Exact for back < 2^16: the span is at most 48 · 1000 days.
      return static_cast<int>((back * reciprocal_) >> 32);
    }
    const std::int64_t back = current_ - periods_.index(day);
    return back < parameters_.periods ? static_cast<int>(back) : -1;
  }

  // Whether all of the window's days fit a word of 64, so that its periods can be counted at once.
  bool fits_word() const { return starts_ != 0; }
  // The active ones among the window's periods; bit 63 of `days` is as_of, bit 62 the day before …
  int active_periods(std::uint64_t days) const {
    // Bit 0 becomes the window's first day. Then every day takes in the days behind it, as many as a period has: the
    // bit of a period's first day tells of all of the period.
    days = days >> (last_day_ - parameters_.as_of.value) >> (64 - span_);
    std::uint32_t done = 1;
    for (; done * 2 <= period_days_; done *= 2) days |= days >> done;
    if (done < period_days_) days |= days >> (period_days_ - done);
    return count_bits(days & starts_);
  }

  // The day before the period that is `offset` periods back begins.
  std::int64_t day_before(int offset) const {
    if (period_days_ != 0) return std::int64_t{last_day_} - std::int64_t{period_days_} * (offset + 1);
    return periods_.start(current_ - offset) - 1;
  }

  const CoefficientParameters& parameters() const { return parameters_; }
  std::uint64_t tag() const { return tag_; }

 private:
  CoefficientParameters parameters_;
  Periods periods_;
  std::int64_t current_;
  std::uint64_t tag_;
  std::int32_t last_day_ = 0;      // of the period that holds as_of
  std::uint32_t period_days_ = 0;  // 0: periods differ in length
  std::uint64_t span_ = 0;
  std::uint64_t reciprocal_ = 0;
  std::uint64_t starts_ = 0;  // first days of the periods, as bits of active_periods; 0 where the window exceeds a word
};

// The state is by value: 48 bits of periods seen, and above them 16 bits that tell the parameters apart. Within a
// group, a change of as_of by less than 179 years, of periods alone, or of grain alone is always noticed; only a change
// of two of them at once can go unnoticed, once in 65,521.
class Coefficient {
 public:
  explicit Coefficient(std::uint64_t state) : state_(state) {}

  std::uint64_t state() const { return state_; }

  void check(const CoefficientWindow& window) {
    if (state_ == 0) state_ = window.tag() << tag_shift;
    if (state_ >> tag_shift != window.tag()) parameters_differ();
  }
  void add(const CoefficientWindow& window, Day day) {
    const int offset = window.offset(day);
    if (offset >= 0) state_ |= std::uint64_t{1} << offset;
  }
  void merge(Coefficient other) {
    if (other.state_ == 0) return;
    if (state_ != 0 && state_ >> tag_shift != other.state_ >> tag_shift) parameters_differ();
    state_ |= other.state_;
  }
  int result() const { return count_bits(state_ & ((std::uint64_t{1} << tag_shift) - 1)); }

 private:
  static constexpr int tag_shift = CoefficientWindow::most_periods;
  [[noreturn]] static void parameters_differ();

  std::uint64_t state_;
};

}  // namespace c360::activity
