// The activity coefficient of everybody at once, from raw events (METRICS A21): as under GROUP BY entity.
// Must not know: SQL arrays.
#pragma once

#include <optional>
#include <vector>

#include "core/activity/activity_matrix.hpp"
#include "core/activity/coefficient.hpp"

namespace c360::activity {

template <class KeyType>
class CoefficientPopulation {
 public:
  using Key = KeyType;
  using Parameters = CoefficientParameters;
  // Without a day, the entity is there, and 0 if it has no other row.
  struct Row {
    Key key;
    std::optional<Day> day;
  };
  struct Result {
    Key key;
    std::int32_t coefficient;
    // Uuids as PostgreSQL compares them, byte by byte.
    friend bool operator<(const Result& a, const Result& b) {
      if constexpr (std::is_same_v<Key, Uuid>)
        return std::memcmp(&a.key, &b.key, sizeof(Key)) < 0;
      else
        return a.key < b.key;
    }
  };

  CoefficientPopulation(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : window_(parameters), population_(memory, seed) {}

  const Parameters& parameters() const { return window_.parameters(); }
  void check(const Parameters& parameters) const {
    if (parameters != window_.parameters()) throw_parameter_differs("as_of, periods and grain");
  }
  // The period is told by how far back it is: at most 48, in one block.
  void add(const Row& row) {
    const int offset = row.day ? window_.offset(*row.day) : -1;
    population_.add(row.key, offset < 0 ? population_.no_period : offset);
  }
  ActivityMatrix<Key>& population() { return population_; }

  // Appends entities [from, to) of a part. In the end they are sorted, so that the answer has one order.
  void list(std::size_t part, std::uint32_t from, std::uint32_t to, std::pmr::vector<Result>& results) const {
    for (std::uint32_t id = from; id < to; ++id) {
      const auto& record = population_.record(part, id);
      results.push_back({record.key(), count_bits(record.value.bits)});
    }
  }

 private:
  CoefficientWindow window_;
  ActivityMatrix<Key> population_;
};

}  // namespace c360::activity
