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
  static constexpr std::uint32_t longest_period = 57;  // of those counted from words: eight bytes from any bit hold it

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
  bool fits_word() const { return last_days_ != 0 && span_ <= 64; }
  // The active ones among the window's periods; bit 63 of `days` is as_of, bit 62 the day before …
  int active_periods(std::uint64_t days) const {
    return count_bits(active(days >> (last_day_ - parameters_.as_of.value) >> (64 - span_)));
  }

  // Whether its periods are counted some at a time, from words of 64 days, aligned to the epoch.
  bool fits_words() const { return last_days_ != 0; }
  std::int32_t first_word() const { return first_word_; }
  std::size_t word_count() const { return word_count_; }
  static constexpr std::size_t most_words = most_periods * longest_period / 64 + 2, words_behind = 2;
  // The active ones among the window's periods; bit 0 of words[0] is the first day of first_word(). No day after as_of
  // is set, nor any in the words behind.
  int active_periods(const std::uint64_t* words) const {
    const auto* bytes = reinterpret_cast<const std::byte*>(words);
    std::uint64_t seen = 0;
    int count = 0;
    std::uint32_t lanes = period_days_;
    for (std::uint64_t from = first_bit_; from < first_bit_ + span_; from += part_days_) {
      // The periods of a part show in bits that are period_days_ apart: so many parts are counted together.
      seen = seen << 1 | active(load<std::uint64_t>(bytes + from / 8) >> from % 8);
      if (--lanes == 0) {
        count += count_bits(seen);
        seen = 0;
        lanes = period_days_;
      }
    }
    return count + count_bits(seen);
  }

  // The day before the period that is `offset` periods back begins.
  std::int64_t day_before(int offset) const {
    if (period_days_ != 0) return std::int64_t{last_day_} - std::int64_t{period_days_} * (offset + 1);
    return periods_.start(current_ - offset) - 1;
  }

  const CoefficientParameters& parameters() const { return parameters_; }
  std::uint64_t tag() const { return tag_; }

 private:
  // The last day of each active period: set itself, or by the carry of the others.
  std::uint64_t active(std::uint64_t days) const { return (((days & other_days_) + other_days_) | days) & last_days_; }

  CoefficientParameters parameters_;
  Periods periods_;
  std::int64_t current_;
  std::uint64_t tag_;
  std::int32_t last_day_ = 0;      // of the period that holds as_of
  std::uint32_t period_days_ = 0;  // 0: periods differ in length
  std::uint64_t span_ = 0;
  std::uint64_t reciprocal_ = 0;
  // As many periods as are counted at once, from bit 0: their last days, and all others; 0 where it is done otherwise.
  std::uint64_t last_days_ = 0, other_days_ = 0;
  std::uint64_t part_days_ = 0;  // all days of them
  std::uint64_t first_bit_ = 0;  // of the window, in its first word
  std::int32_t first_word_ = 0;
  std::uint32_t word_count_ = 0;  // up to the one of as_of
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
