// Sorts by the bytes of a key, in place and in steps: faster than comparisons where items are many.
// Must not know: what is sorted.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/steps.hpp"

namespace c360 {

// Items by `levels` bytes, digit(item, level), the first of them deciding; and by `less`, which must agree, where these
// are equal or items are few. A byte that all have in common costs a look at them. Not stable.
template <class Item, class Digit, class Less>
class SteppedRadixSort {
 public:
  SteppedRadixSort(std::span<Item> items, std::uint32_t levels, Digit digit, Less less,
                   std::pmr::memory_resource& memory)
      : items_(items), digit_(digit), less_(less), levels_(levels), waiting_(&memory) {
    waiting_.push_back({0, items.size(), 0});
  }

  bool step() {
    budget_ = items_a_step;
    while (budget_ != 0) {
      switch (phase_) {
        case Phase::next:
          if (!next_segment()) return false;
          break;
        case Phase::count:
          count();
          break;
        case Phase::place:
          place();
          break;
        case Phase::compare:
          if (!rest_->step()) phase_ = Phase::next;
          budget_ = 0;
          break;
      }
    }
    return true;
  }

 private:
  enum class Phase { next, count, place, compare };
  struct Segment {
    std::size_t from, to;
    std::uint32_t level;
  };
  static constexpr std::size_t few = 48;

  void spend(std::size_t looks) { budget_ -= std::min(budget_, looks); }

  bool next_segment() {
    if (waiting_.empty()) return false;
    segment_ = waiting_.back();
    waiting_.pop_back();
    const std::size_t size = segment_.to - segment_.from;
    if (size <= few) {
      std::sort(items_.begin() + offset(segment_.from), items_.begin() + offset(segment_.to), less_);
      spend(size * 4 + 1);
    } else if (segment_.level == levels_) {
      rest_.emplace(items_.subspan(segment_.from, size), less_);
      phase_ = Phase::compare;
    } else {
      counts_.fill(0);
      at_ = segment_.from;
      phase_ = Phase::count;
    }
    return true;
  }

  void count() {
    const std::size_t to = std::min(segment_.to, at_ + budget_);
    spend(to - at_ + counts_.size() / 4);
    for (; at_ < to; ++at_) ++counts_[digit_(items_[at_], segment_.level)];
    if (at_ < segment_.to) return;
    std::size_t begin = segment_.from;
    for (std::size_t value = 0; value < counts_.size(); ++value) {
      nexts_[value] = begin;
      begin += counts_[value];
      ends_[value] = begin;
      if (counts_[value] == segment_.to - segment_.from) {  // all of them
        waiting_.push_back({segment_.from, segment_.to, segment_.level + 1});
        phase_ = Phase::next;
        return;
      }
    }
    value_ = 0;
    phase_ = Phase::place;
  }

  // Each swap puts an item where it belongs.
  void place() {
    for (; value_ < counts_.size(); ++value_) {
      while (nexts_[value_] < ends_[value_]) {
        if (budget_ == 0) return;
        --budget_;
        const std::uint8_t value = digit_(items_[nexts_[value_]], segment_.level);
        if (value == value_)
          ++nexts_[value_];
        else
          std::swap(items_[nexts_[value_]], items_[nexts_[value]++]);
      }
      if (counts_[value_] > 1) waiting_.push_back({ends_[value_] - counts_[value_], ends_[value_], segment_.level + 1});
    }
    phase_ = Phase::next;
  }

  static std::ptrdiff_t offset(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

  std::span<Item> items_;
  Digit digit_;
  Less less_;
  std::uint32_t levels_;
  std::pmr::vector<Segment> waiting_;
  std::optional<SteppedSort<Item, Less>> rest_;
  Phase phase_ = Phase::next;
  Segment segment_{};
  std::array<std::size_t, 256> counts_{}, nexts_{}, ends_{};
  std::size_t at_ = 0, value_ = 0, budget_ = 0;
};

}  // namespace c360
