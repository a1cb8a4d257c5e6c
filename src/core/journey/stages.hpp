// Time per lifecycle stage (METRICS D3): how long an entity was in each stage of its journey.
// Must not know: which stages there are, time zones, how intervals are written.
#pragma once

#include <compare>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "core/base/state.hpp"

namespace c360::journey {

// Microseconds since 2000-01-01 00:00 UTC, as PostgreSQL counts.
struct Instant {
  std::int64_t value = 0;
  friend auto operator<=>(Instant, Instant) = default;
};
// The finite ones: 4714-11-24 BC to the end of 294276.
inline constexpr Instant first_instant{-211'813'488'000'000'000}, last_instant{9'223'371'331'199'999'999};

// Flat state: what was entered up to `as_of`, in order of arrival. Entries are sorted by instant, then by the bytes of
// the stage, at the end: of stages entered at one instant all but the last are stays of no time. Format, version 1:
// Front · entries × (int64 instant, uint32 length, length bytes of the stage in UTF-8).
class StageDurations {
 public:
  static constexpr StateType type = StateType::stage_durations;
  struct Parameters {
    Instant as_of;
  };
  struct Row {
    std::string_view stage;  // UTF-8
    Instant at;
  };
  // Stages point into the state.
  struct Stage {
    std::string_view name;
    Instant first_entered;
    std::int64_t total = 0;  // microseconds
    std::int64_t visits = 0;
    bool is_current = false;
  };
  using Result = std::pmr::vector<Stage>;  // by first entry, then name

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit StageDurations(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    if (load<Front>(buffer_.data()).as_of != parameters.as_of) throw_parameter_differs("as_of");
  }
  void add(const Row& row);
  void merge(ConstBytes other);
  // Throws out_of_range where the whole time does not fit 292,271 years.
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    std::uint32_t entries;
    Instant as_of;
    std::uint64_t size;  // of all entries, in bytes
  };
  static constexpr std::size_t entry_front = 8 + 4;

  static Front read(ConstBytes state);
  // Calls use(Row) for every entry.
  template <class Use>
  static void for_each(ConstBytes state, const Front& front, Use use);
  std::byte* make_room(std::size_t entries, std::size_t size);

  StateBuffer& buffer_;
};

}  // namespace c360::journey
