// The MRR bridge (METRICS B3): the movements of all customers, added up by period.
// Must not know: where the customers' movements come from.
#pragma once

#include <algorithm>
#include <memory_resource>
#include <vector>

#include "core/revenue/movements.hpp"

namespace c360::revenue {

struct BridgeRow {
  std::int64_t period = 0;  // its first day
  Money starting, ending, retained;
  Money currency_effect;         // of what was there before, from one period's rates to the next one's
  std::array<Money, 5> amounts;  // by MovementKind, signed
  std::int64_t starting_customers = 0, ending_customers = 0, transient = 0;
  std::array<std::int64_t, 5> customers{};  // by MovementKind
};

// Flat state. Format, version 1: Front · count × PeriodTotals, one for each period from the first with a movement, or
// one before it, to the last with one. Also the counters that the population-level aggregate fills.
class Bridge {
 public:
  static constexpr StateType type{9};
  static constexpr std::string_view name = "MRR bridge state";
  using Parameters = MovementQuestion;
  using Row = MrrHistoryView;
  using Result = std::pmr::vector<BridgeRow>;
  static constexpr std::int64_t most_periods = 40'000;  // 109 years of days

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit Bridge(StateBuffer& buffer);
  void check(const Parameters& parameters) const { parameters.check(parameters_); }
  void add(const MrrHistoryView& history) { walk_movements(history, periods_, parameters_, *this); }
  void merge(ConstBytes other);
  // Every period from the first movement to the one of `as_of`; nothing when there was no movement.
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

  // For walkers of movements.
  void movement(const Movement& movement);
  void transient(std::int64_t period);

 private:
  struct Front {
    StateHeader header;
    std::uint32_t count;
    std::int64_t first;  // index of its period
    Day as_of;
    std::uint16_t grain;
    std::uint16_t unused;
    std::int32_t grace_days;
    std::uint32_t also_unused;
  };
  struct PeriodTotals {
    std::array<Money, 5> amounts;
    std::array<std::int64_t, 5> customers;
    std::int64_t transient;

    bool is_nothing() const {
      return transient == 0 && std::ranges::all_of(customers, [](std::int64_t count) { return count == 0; });
    }
  };
  static Front read(ConstBytes state);
  static Parameters parameters_of(const Front& front);
  static PeriodTotals totals_at(const std::byte* state, std::size_t i) {
    return load<PeriodTotals>(state + sizeof(Front) + i * sizeof(PeriodTotals));
  }
  std::byte* totals_of(std::int64_t period);

  StateBuffer& buffer_;
  Parameters parameters_;
  Periods periods_;
};

}  // namespace c360::revenue
