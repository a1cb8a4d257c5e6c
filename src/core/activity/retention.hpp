// Retention (METRICS A8): of the entities of a cohort, how many are active in each later period.
// Must not know: SQL arrays; counts of unfinished periods are told by how many are finished.
#pragma once

#include <map>
#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/activity/history.hpp"
#include "core/activity/activity_matrix.hpp"

namespace c360::activity {

inline constexpr int most_retention_periods = 1200;

// Throws invalid_parameter when periods is not within 0…1200.
inline void check_retention_periods(std::int32_t periods) {
  if (periods < 0 || periods > most_retention_periods)
    throw Error(ErrorKind::invalid_parameter, "number of periods out of range",
                concat("The number of periods given is ", periods, "."),
                concat("Use 0 to ", most_retention_periods, " periods after the cohort's own."));
}

// Whom a period counts: who was active in it, or in it or any later one that as_of sees (unbounded retention, which no
// pause makes smaller).
enum class RetentionRule : std::uint8_t { on, on_or_after };
// From options such as {"active": "on or after"}. Throws invalid_parameter where they are wrong.
RetentionRule parse_retention_options(std::string_view json);

// Of counts of those who were last active in a period, the counts of those who were active in it or later.
inline void add_later_ones(std::span<std::int64_t> counts) {
  for (std::size_t k = counts.size(); k-- > 1;) counts[k - 1] += counts[k];
}

// Flat state of one cohort, from histories: a counter a period.
class Retention {
 public:
  static constexpr StateType type{3};
  static constexpr std::string_view name = "retention state";
  struct Parameters {
    Grain grain;
    std::int32_t periods = 0;
    Day as_of;
    RetentionRule rule = RetentionRule::on;
  };
  // The cohort as it was given; the period of first activity where it was not.
  struct Row {
    HistoryView history;
    std::optional<Day> cohort_start;
  };
  // active[k] for k < finished; later periods have not ended by as_of.
  struct Result {
    std::pmr::vector<std::int64_t> active;
    std::size_t finished;
  };

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit Retention(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const;
  void add(const Row& row);
  void merge(ConstBytes other);
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    std::int32_t periods;
    Day as_of;
    std::uint16_t grain;
    std::uint8_t has_cohort;
    RetentionRule rule;
    std::int64_t cohort;  // index of its period
  };
  static Front read(ConstBytes state);
  static std::byte* counter_at(std::byte* state, std::size_t k) { return state + sizeof(Front) + k * 8; }
  static const std::byte* counter_at(const std::byte* state, std::size_t k) { return state + sizeof(Front) + k * 8; }
  void set_cohort(std::int64_t cohort);

  std::byte* bytes_;
};

struct RetentionRow {
  std::int64_t cohort;  // first day of its period
  std::int64_t size;
  std::size_t finished;
  std::pmr::vector<std::int64_t> retained;
};

// The whole matrix, from raw events: population state plus the last step, which goes through the entities in pieces.
template <class KeyType>
class RetentionMatrix {
 public:
  using Key = KeyType;
  struct Parameters {
    Grain grain;
    std::int32_t periods = 0;
    Day as_of;
    RetentionRule rule = RetentionRule::on;
    friend bool operator==(const Parameters&, const Parameters&) = default;
  };

  RetentionMatrix(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : parameters_(parameters), periods_(parameters.grain, parameters.as_of), population_(memory, seed) {
    check_retention_periods(parameters.periods);
  }

  const Parameters& parameters() const { return parameters_; }
  void check(const Parameters& parameters) const {
    if (parameters != parameters_) throw_parameter_differs("grain, periods, as_of and options");
  }
  struct Row {
    Key key;
    Day day;
  };
  void add(const Row& row) {
    if (row.day <= parameters_.as_of) population_.add(row.key, static_cast<std::int32_t>(periods_.index(row.day)));
  }
  ActivityMatrix<Key>& population() { return population_; }

  // Counts entities [from, to) of a part into cohorts by the index of their first period.
  struct Cohort {
    using allocator_type = std::pmr::polymorphic_allocator<>;
    explicit Cohort(allocator_type allocator) : active(allocator) {}
    std::int64_t size = 0;
    std::pmr::vector<std::int64_t> active;
  };
  using Cohorts = std::pmr::map<std::int64_t, Cohort>;

  void count(std::size_t part, std::uint32_t from, std::uint32_t to, Cohorts& cohorts) const {
    const auto wanted = static_cast<std::int64_t>(parameters_.periods) + 1;
    std::int64_t recent_index = 0;
    Cohort* recent = nullptr;
    population_.for_each_entity(part, from, to, [&](const auto& record) {
      std::int64_t first = INT64_MAX;
      population_.for_each_block(record, [&](std::int32_t block, std::uint64_t bits) {
        first = std::min<std::int64_t>(first, std::int64_t{block} * 64 + std::countr_zero(bits));
      });
      if (first == INT64_MAX) return;
      if (!recent || recent_index != first) {
        recent_index = first;
        recent = &cohorts[recent_index];
        recent->active.resize(static_cast<std::size_t>(wanted));
      }
      ++recent->size;
      if (parameters_.rule == RetentionRule::on_or_after) {
        const ActiveBlock& latest = record.value;
        const std::int64_t last = std::int64_t{latest.block} * 64 + std::bit_width(latest.bits) - 1;
        ++recent->active[static_cast<std::size_t>(std::min(last - first, wanted - 1))];
        return;
      }
      population_.for_each_block(record, [&](std::int32_t block, std::uint64_t bits) {
        for (const std::int64_t base = std::int64_t{block} * 64 - first; bits != 0; bits &= bits - 1) {
          const std::int64_t k = base + std::countr_zero(bits);
          if (k >= wanted) break;
          ++recent->active[static_cast<std::size_t>(k)];
        }
      });
    });
  }

  // Once a cohort, when all are counted.
  RetentionRow row(std::int64_t index, Cohort& cohort) const {
    if (parameters_.rule == RetentionRule::on_or_after) add_later_ones(cohort.active);
    const std::int64_t finished = periods_.last_finished(parameters_.as_of) - index + 1;
    const auto wanted = static_cast<std::int64_t>(cohort.active.size());
    return {periods_.start(index), cohort.size, static_cast<std::size_t>(std::clamp<std::int64_t>(finished, 0, wanted)),
            std::move(cohort.active)};
  }

 private:
  Parameters parameters_;
  Periods periods_;
  ActivityMatrix<Key> population_;
};

}  // namespace c360::activity
