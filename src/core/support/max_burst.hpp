// Bursts (METRICS D7): the most events within any window of one length.
// Must not know: what the events are, and how the host writes instants and intervals.
#pragma once

#include <cstdint>
#include <memory_resource>

#include "core/base/state.hpp"

namespace c360::support {

// Microseconds since 2000-01-01 00:00 UTC, as PostgreSQL counts; 4714-11-24 BC to 294276-12-31.
using Instant = std::int64_t;
inline constexpr Instant first_instant = -211'813'488'000'000'000, last_instant = 9'223'371'331'199'999'999;

// An interval as PostgreSQL keeps it. Months have no length of their own, and days are taken for 24 hours.
struct Interval {
  std::int32_t months, days;
  std::int64_t microseconds;

  // Throws invalid_parameter unless it is a positive length.
  std::int64_t length() const;
};

// Flat state: the instants in order of arrival, 8 bytes each; sorted at the end unless they came in order.
class MaxBurst {
 public:
  static constexpr StateType type = StateType::max_burst;
  struct Parameters {
    std::int64_t length;  // microseconds of the window [t, t + length)
    friend bool operator==(const Parameters&, const Parameters&) = default;
  };
  struct Row {
    Instant at;
  };
  using Result = std::int64_t;

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit MaxBurst(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    if (load<Front>(buffer_.data()).parameters != parameters) throw_parameter_differs("the length of the window");
  }
  void add(const Row& row);
  void merge(ConstBytes other);
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    std::uint32_t count;
    Parameters parameters;
  };
  static Front read(ConstBytes state);
  static std::size_t event_at(std::size_t event) { return sizeof(Front) + event * sizeof(Instant); }
  void append_events(const std::byte* events, std::size_t more);

  StateBuffer& buffer_;
};

}  // namespace c360::support
