// The MRR bridge of a whole population from its raw rows, without GROUP BY (METRICS B3).
// Must not know: SQL arrays.
#pragma once

#include "core/revenue/bridge.hpp"
#include "core/revenue/ledger.hpp"
#include "core/revenue/timeline.hpp"

namespace c360::revenue {

// Few days and months are asked for again and again; finding a day's period anew costs more than remembering it.
class RememberedPeriods {
 public:
  explicit RememberedPeriods(const Periods& periods) : periods_(periods) {}

  std::int64_t index(Day day) {
    Known& known = known_[static_cast<std::uint32_t>(day.value) * 0x9e3779b9u >> (32 - bits)];
    if (known.day != day) [[unlikely]]
      known = {day, periods_.index(day)};
    return known.index;
  }

 private:
  static constexpr int bits = 9;
  struct Known {
    Day day{INT32_MIN};  // no day of the calendar
    std::int64_t index = 0;
  };
  Periods periods_;
  std::array<Known, std::size_t{1} << bits> known_{};
};

class RememberedMonths {
 public:
  Day first(std::int32_t month) { return of(month).first; }
  std::optional<Day> last(std::int32_t month) { return of(month).last; }

 private:
  struct Known {
    std::int32_t month = INT32_MIN;
    Day first;
    std::optional<Day> last;
  };
  const Known& of(std::int32_t month) {
    Known& known = known_[static_cast<std::uint32_t>(month) % known_.size()];
    if (known.month != month) [[unlikely]]
      known = {month, MonthDays::first(month), MonthDays::last(month)};
    return known;
  }
  std::array<Known, 256> known_{};
};

template <class KeyType, class Source>
class BridgeOfRows {
 public:
  using Key = KeyType;
  using Parameters = MovementWindow;
  struct Row {
    Key key;
    Source value;
  };
  static constexpr bool of_snapshots = std::is_same_v<Source, Snapshot>;

  BridgeOfRows(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : parameters_(parameters),
        ledger_(memory, seed),
        periods_(Periods(parameters.grain, parameters.as_of)),
        month_of_(months),
        last_month_(months.index(parameters.as_of)) {}

  const Parameters& parameters() const { return parameters_; }
  void check(const Parameters& parameters) const {
    if (parameters != parameters_) throw_parameter_differs("grain and as_of");
  }
  Ledger<Key>& population() { return ledger_; }

  // What begins after `as_of` is not seen; what ends after it has not ended.
  void add(const Row& row) {
    if constexpr (of_snapshots) {
      const std::int64_t month = month_of_.index(row.value.day);
      if (month <= last_month_) ledger_.add(row.key, static_cast<std::int32_t>(month), PackedMoney(row.value.mrr));
    } else {
      const Subscription& subscription = row.value;
      if (subscription.from > parameters_.as_of || subscription.mrr == Money()) return;
      if (subscription.to && *subscription.to <= subscription.from) return;  // no day
      const PackedMoney mrr(subscription.mrr);
      ledger_.add(row.key, subscription.from.value, mrr);
      if (subscription.to && *subscription.to <= parameters_.as_of)
        ledger_.add(row.key, subscription.to->value, PackedMoney(Money() - subscription.mrr));
    }
  }

  // Adds the customers of one of the ledger's partitions to a bridge.
  void count(std::size_t partition, Bridge& bridge) {
    MovementWalker<RememberedPeriods, Bridge> walker(periods_, parameters_.as_of, bridge);
    ledger_.for_each_customer(partition, [&](std::span<const typename Ledger<Key>::Row> rows) {
      const auto each_position = [&](auto visit) {
        for (std::size_t i = 0; i < rows.size();) {
          const std::int32_t position = rows[i].position;
          Money amount = rows[i].amount.money();
          while (++i < rows.size() && rows[i].position == position) amount += rows[i].amount.money();
          visit(position, amount);
        }
      };
      if constexpr (of_snapshots) {
        SnapshotReader reader(remembered_months_, walker);
        each_position([&](std::int32_t month, Money mrr) { reader.snapshot(month, mrr); });
        reader.finish();
      } else {
        ChangeReader reader(walker);
        each_position([&](std::int32_t day, Money change) {
          if (change != Money()) reader.change(Day{day}, change);
        });
      }
      walker.finish();
    });
  }

 private:
  Parameters parameters_;
  Ledger<Key> ledger_;
  RememberedPeriods periods_, month_of_;
  RememberedMonths remembered_months_;
  std::int64_t last_month_;
};

}  // namespace c360::revenue
