// Bursts (METRICS D7): the most events within any window of one length.
// Must not know: what the events are, and how the host writes instants and intervals.
#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/instant.hpp"
#include "core/base/interval.hpp"
#include "core/base/state.hpp"
#include "core/base/steps.hpp"

namespace c360::support {

// A number without a unit: days, of which the length is that many times 24 hours; nothing for any other text. Throws
// invalid_parameter for a number that is not whole: in PostgreSQL's reading it would be seconds.
std::optional<std::int64_t> days_of(std::string_view text);

// Flat state: the instants in order of arrival, 8 bytes each; sorted at the end unless they came in order.
class MaxBurst {
 public:
  static constexpr StateType type{16};
  static constexpr std::string_view name = "max_burst state";
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
  class Final;
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

// In steps: the instants are copied, sorted, and the window slides over them.
class MaxBurst::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory);
  bool step();
  Result result() const { return static_cast<Result>(most_); }

 private:
  bool slide();

  ConstBytes state_;
  Front front_;
  std::pmr::vector<Instant> events_;
  std::optional<SteppedSort<Instant, std::less<>>> sort_;
  bool is_sorted_ = false;
  std::size_t first_ = 0, last_ = 0, most_ = 0;
};

}  // namespace c360::support
