// Long work in steps of about a millisecond, so that a host can look at interrupts between them. A piece of such work
// has step(), which does a step of it and says whether there is more to do.
// Must not know: what is worked on, how a host is interrupted.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <utility>
#include <vector>

#include "core/base/bytes.hpp"

namespace c360 {

// As many items as a step looks at, or compares, where that takes a few nanoseconds each.
inline constexpr std::size_t items_a_step = 1 << 16;

// All of it at once, where nobody waits.
template <class Work>
Work& finish(Work& work) {
  while (work.step()) {
  }
  return work;
}

// Appends a step's worth of `count` packed items to a vector that holds the first of them already, with room for all;
// whether there are more.
template <class Item>
bool take_items(std::pmr::vector<Item>& items, const std::byte* from, std::size_t count) {
  const std::size_t before = items.size(), more = std::min(count - before, items_a_step);
  items.resize(before + more);
  if (more != 0) std::memcpy(items.data() + before, from + before * sizeof(Item), more * sizeof(Item));
  return before + more < count;
}

// Sorts in place: quicksort that remembers where it was, with heapsort for what an adversary made, as std::sort does
// it, and std::sort for what is short. What is in order already is only looked at. Not stable.
template <class Item, class Less>
class SteppedSort {
 public:
  // A comparison may cost as much as `weight` usual ones.
  SteppedSort(std::span<Item> items, Less less, std::size_t weight = 1)
      : items_(items),
        less_(less),
        comparisons_a_step_(std::max<std::size_t>(items_a_step / std::max<std::size_t>(weight, 1), 64)),
        short_(comparisons_a_step_ / 16) {}

  bool step() {
    budget_ = comparisons_a_step_;
    while (budget_ != 0) {
      switch (phase_) {
        case Phase::check:
          check_order();
          break;
        case Phase::next:
          next_segment();
          break;
        case Phase::partition:
          partition();
          break;
        case Phase::heap:
          build_heap();
          break;
        case Phase::pop:
          pop_heap();
          break;
        case Phase::done:
          return false;
      }
    }
    return phase_ != Phase::done;
  }

 private:
  enum class Phase { check, next, partition, heap, pop, done };
  struct Segment {
    std::size_t from, to, depth;
  };

  void spend(std::size_t comparisons) { budget_ -= std::min(budget_, comparisons); }

  void check_order() {
    for (; at_ < items_.size(); ++at_) {
      if (less_(items_[at_], items_[at_ - 1])) {
        segments_[0] = {0, items_.size(), 2 * static_cast<std::size_t>(std::bit_width(items_.size()))};
        segment_count_ = 1;
        phase_ = Phase::next;
        return;
      }
      if (--budget_ == 0) {
        ++at_;
        return;
      }
    }
    phase_ = Phase::done;
  }

  void next_segment() {
    if (segment_count_ == 0) {
      phase_ = Phase::done;
      return;
    }
    segment_ = segments_[--segment_count_];
    const std::size_t size = segment_.to - segment_.from;
    if (size <= short_) {
      std::sort(items_.begin() + offset(segment_.from), items_.begin() + offset(segment_.to), less_);
      spend(size * static_cast<std::size_t>(std::bit_width(size)) + 1);
    } else if (segment_.depth == 0) {
      at_ = size / 2;
      phase_ = Phase::heap;
    } else {
      pivot_ = middle_of_nine();
      low_ = segment_.from;
      high_ = segment_.to - 1;
      phase_ = Phase::partition;
    }
  }

  Item middle_of_nine() const {
    const std::size_t apart = (segment_.to - segment_.from - 1) / 8;
    std::array<Item, 9> nine;
    for (std::size_t i = 0; i < nine.size(); ++i) nine[i] = items_[segment_.from + i * apart];
    std::nth_element(nine.begin(), nine.begin() + 4, nine.end(), less_);
    return nine[4];
  }

  // Hoare's: begun anew after a step, each loop goes on where it was.
  void partition() {
    for (;;) {
      while (less_(items_[low_], pivot_)) {
        ++low_;
        if (--budget_ == 0) return;
      }
      while (less_(pivot_, items_[high_])) {
        --high_;
        if (--budget_ == 0) return;
      }
      if (low_ >= high_) break;
      std::swap(items_[low_++], items_[high_--]);
      if (--budget_ == 0) return;
    }
    // Where both stand on one item, it is equal to the pivot, and in its place. The longer part waits, so that few do.
    Segment parts[2] = {{segment_.from, low_, segment_.depth - 1},
                        {low_ == high_ ? low_ + 1 : low_, segment_.to, segment_.depth - 1}};
    if (parts[0].to - parts[0].from < parts[1].to - parts[1].from) std::swap(parts[0], parts[1]);
    for (const Segment& part : parts)
      if (part.to - part.from > 1) segments_[segment_count_++] = part;
    phase_ = Phase::next;
  }

  Item& item(std::size_t i) { return items_[segment_.from + i]; }
  void sift_down(std::size_t i, std::size_t size) {
    for (std::size_t child; (child = 2 * i + 1) < size; i = child) {
      if (child + 1 < size && less_(item(child), item(child + 1))) ++child;
      spend(2);
      if (!less_(item(i), item(child))) return;
      std::swap(item(i), item(child));
    }
  }
  void build_heap() {
    const std::size_t size = segment_.to - segment_.from;
    while (at_ != 0) {
      sift_down(--at_, size);
      if (budget_ == 0) return;
    }
    at_ = size;
    phase_ = Phase::pop;
  }
  void pop_heap() {
    while (at_ > 1) {
      std::swap(item(0), item(--at_));
      sift_down(0, at_);
      spend(1);
      if (budget_ == 0) return;
    }
    phase_ = Phase::next;
  }

  static std::ptrdiff_t offset(std::size_t i) { return static_cast<std::ptrdiff_t>(i); }

  std::span<Item> items_;
  Less less_;
  std::size_t comparisons_a_step_, short_, budget_ = 0;
  Phase phase_ = Phase::check;
  std::size_t at_ = 1;
  std::array<Segment, 64> segments_;  // what waits is at least as long as all that comes before it
  std::size_t segment_count_ = 0;
  Segment segment_{};
  Item pivot_{};
  std::size_t low_ = 0, high_ = 0;
};

}  // namespace c360
