// Distinct entities active in a trailing window, for every day of a range at once (METRICS A6).
// Must not know: entities; it is shown one bit row an entity, once.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "core/activity/history.hpp"
#include "core/activity/activity_matrix.hpp"
#include "core/base/state.hpp"

namespace c360::activity {

// [from, to), finite; one window or several.
struct ActiveUsersParameters {
  static constexpr int most_windows = 8;
  static constexpr int longest_window = 1000;
  static constexpr std::int64_t most_days = 40000;
  static constexpr std::size_t most_words = (most_days + longest_window) / 64 + 3;

  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int32_t window_count = 1;
  std::array<std::int32_t, most_windows> windows{};

  friend bool operator==(const ActiveUsersParameters&, const ActiveUsersParameters&) = default;

  // Throws invalid_parameter when a window or the range is out of bounds.
  void check() const;

  // Days that can matter: the range and what its first day looks back on. In words of 64 days, aligned to the epoch.
  std::int64_t first_needed_day() const;
  std::int64_t first_word() const { return floor_div(first_needed_day(), 64); }
  std::size_t words() const;
  std::size_t days() const { return static_cast<std::size_t>(to - from); }
};

// Flat state: header · parameters · per window and word: bit-sliced counters.
//
// A counter per day and window would cost an increment per active day; instead counters stand vertically: plane k of a
// word holds bit k of the counters of its 64 days, so that one entity's 64 days are added with a few logic operations.
// Eight entities are first reduced by carry-save adders (Harley and Seal), which halves the work again.
class ActiveUsers {
 public:
  static constexpr StateType type{4};
  static constexpr std::string_view name = "active_users state";
  using Parameters = ActiveUsersParameters;
  struct Row {
    HistoryView history;
  };
  // counts[window][day], flat.
  struct Result {
    std::pmr::vector<std::int64_t> counts;
    std::int32_t windows;
  };

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit ActiveUsers(StateBuffer& buffer) : bytes_(buffer.data()), parameters_(read_parameters(buffer.bytes())) {}

  void check(const Parameters& parameters) const;
  void add(const Row& row);
  // An entity's days as words, first_word() first; words() of them. Changed by the call.
  void add_words(std::uint64_t* words);
  void merge(ConstBytes other);

  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static Parameters read_parameters(ConstBytes state);
  static std::size_t size(const Parameters& parameters);
  static void validate(ConstBytes state);

 private:
  // ones, twos, fours of the carry-save adder, then the planes from 8 on.
  static constexpr int planes = 12;
  static constexpr std::uint32_t flush_after = (1u << planes) - 8;
  static constexpr int group = 8;

  struct Front {
    StateHeader header;
    std::uint32_t entities_since_flush;
    Parameters parameters;
  };
  static constexpr std::size_t arrays_at = (sizeof(Front) + 7) / 8 * 8;

  struct Layout;
  void flush();

  std::byte* bytes_;
  Parameters parameters_;
};

// The same from raw events: days are gathered by entity first.
template <class KeyType>
class ActiveUsersPopulation {
 public:
  using Key = KeyType;
  using Parameters = ActiveUsersParameters;
  struct Row {
    Key key;
    Day day;
  };

  ActiveUsersPopulation(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : parameters_(parameters), first_day_(parameters.first_needed_day()), population_(memory, seed) {}

  const Parameters& parameters() const { return parameters_; }
  void check(const Parameters& parameters) const {
    if (parameters != parameters_) throw_parameter_differs("the range of days and window_days");
  }
  void add(const Row& row) {
    if (row.day.value >= first_day_ && row.day.value < parameters_.to) population_.add(row.key, row.day.value);
  }
  ActivityMatrix<Key>& population() { return population_; }

  // Shows entities [from, to) of a part to the counters.
  void count(std::size_t part, std::uint32_t from, std::uint32_t to, ActiveUsers& counters) const {
    std::array<std::uint64_t, ActiveUsersParameters::most_words> words;
    const std::size_t count = parameters_.words();
    const std::int64_t first = parameters_.first_word();
    population_.for_each_entity(part, from, to, [&](const auto& record) {
      std::fill_n(words.begin(), count, 0);
      population_.for_each_block(record, [&](std::int32_t block, std::uint64_t bits) {
        words[static_cast<std::size_t>(block - first)] = bits;
      });
      counters.add_words(words.data());
    });
  }

 private:
  Parameters parameters_;
  std::int64_t first_day_;
  ActivityMatrix<Key> population_;
};

}  // namespace c360::activity
