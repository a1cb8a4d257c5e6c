// The MRR bridge of a whole population from its raw rows, without GROUP BY (METRICS B3).
// Must not know: SQL arrays.
#pragma once

#include "core/base/packed_decimal.hpp"
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

class RememberedSnapshotPeriods {
 public:
  explicit RememberedSnapshotPeriods(Grain grain) : periods_(grain), index_of_(Periods(grain, Day{})) {}

  std::int64_t index(Day day) { return index_of_.index(day); }
  Day first(std::int64_t period) { return of(period).first; }
  std::optional<Day> last(std::int64_t period) { return of(period).last; }

 private:
  struct Known {
    std::int64_t period = INT64_MIN;
    Day first;
    std::optional<Day> last;
  };
  const Known& of(std::int64_t period) {
    Known& known = known_[static_cast<std::uint64_t>(period) % known_.size()];
    if (known.period != period) [[unlikely]]
      known = {period, periods_.first(period), periods_.last(period)};
    return known;
  }
  SnapshotPeriods periods_;
  RememberedPeriods index_of_;
  std::array<Known, 256> known_{};
};

// A customer's key, for messages.
inline std::string name_of_key(std::int64_t key) { return concat(key); }
inline std::string name_of_key(std::string_view key) { return concat('"', excerpt(key), '"'); }
// Of a key that is a number's digits, as they are stored: without needless decimals.
inline std::string name_of_numeric_key(std::string_view key) {
  using namespace packed_decimal;
  const ConstBytes bytes = std::as_bytes(std::span(key));
  const auto header = load<std::uint16_t>(bytes.data());
  if ((header & kind) == special) return "NaN";  // or infinite
  const bool is_short = (header & kind) == short_form;
  const int weight = is_short ? weight_of_short(header) : load<std::int16_t>(bytes.data() + 2);
  std::string text;
  const auto digits = static_cast<int>((bytes.size() - (is_short ? 2 : 4)) / 2);
  for (int group = std::max(weight, 0); group >= std::min(weight - digits + 1, 0); --group) {
    const int at = weight - group;
    const bool stored = at >= 0 && at < digits;
    const int four = stored ? load<std::int16_t>(bytes.data() + (is_short ? 2 : 4) + 2 * at) : 0;
    if (group == -1) text += '.';
    append(text, std::string_view(concat(10'000 + four)).substr(1));
  }
  text.erase(0,
             std::min(text.find_first_not_of('0'), text.find('.') == text.npos ? text.size() - 1 : text.find('.') - 1));
  if (text.find('.') != text.npos) text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  const bool negative = is_short ? header & short_negative : (header & kind) == negative_long;
  return negative ? "-" + text : text;
}
inline std::string name_of_key(const Uuid& key) {
  std::string text;
  for (const std::uint64_t half : {key.low, key.high})
    for (int at = 0; at < 8; ++at) {
      const auto byte = half >> (8 * at) & 0xff;  // the bytes as they stand in memory
      if (text.size() == 8 || text.size() == 13 || text.size() == 18 || text.size() == 23) text += '-';
      for (const std::uint64_t digit : {byte >> 4, byte & 0xf}) text += "0123456789abcdef"[digit];
    }
  return text;
}

template <class Key>
std::string name_of(const Key& key) {
  return name_of_key(key);
}

template <class KeyType, class Source>
class BridgeOfRows {
 public:
  using Key = KeyType;
  using Parameters = MovementQuestion;
  struct Row {
    Key key;
    Source value;
  };
  static constexpr bool of_snapshots = std::is_same_v<Source, Snapshot>;

  BridgeOfRows(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : parameters_(parameters),
        ledger_(memory, seed),
        periods_(Periods(parameters.window.grain, parameters.window.as_of)),
        snapshot_periods_(parameters.options.snapshots) {}

  const Parameters& parameters() const { return parameters_; }
  void check(const Parameters& parameters) const { parameters_.check(parameters); }
  Ledger<Key>& population() { return ledger_; }

  // What begins after `as_of` is not seen; what ends after it has not ended.
  void add(const Row& row) {
    const Day as_of = parameters_.window.as_of;
    if constexpr (of_snapshots) {
      if (row.value.day <= as_of) ledger_.add(row.key, row.value.day.value, PackedMoney(row.value.mrr));
    } else {
      const Subscription& subscription = row.value;
      if (subscription.from > as_of || subscription.mrr == Money()) return;
      if (subscription.to && *subscription.to <= subscription.from) return;  // no day
      const PackedMoney mrr(subscription.mrr);
      ledger_.add(row.key, subscription.from.value, mrr);
      if (subscription.to && *subscription.to <= as_of)
        ledger_.add(row.key, subscription.to->value, PackedMoney(Money() - subscription.mrr));
    }
  }

  // Adds the customers of one of the ledger's partitions to a bridge. name: of a key, for messages.
  using Name = std::string (*)(const Key&);
  void count(std::size_t partition, Bridge& bridge, Name name = name_of<Key>) {
    MovementWalker<RememberedPeriods, Bridge> walker(periods_, parameters_.window.as_of, bridge);
    if (parameters_.options == StepOptions{.snapshots = parameters_.options.snapshots}) {
      count(partition, walker, name, [&] { walker.finish(); });
    } else {
      OptionalSteps steps(parameters_.options, parameters_.window.as_of, walker);
      count(partition, steps, name, [&] {
        steps.finish();
        walker.finish();
      });
    }
  }

 private:
  template <class Steps, class Finish>
  void count(std::size_t partition, Steps& steps, Name name, Finish finish) {
    using Rows = std::span<const typename Ledger<Key>::Row>;
    Rows current;
    try {
      ledger_.for_each_customer(partition, [&](Rows rows) {
        current = rows;
        const auto each_day = [&](auto visit) {
          for (std::size_t i = 0; i < rows.size();) {
            const std::int32_t position = rows[i].position;
            Money amount = rows[i].amount.money();
            while (++i < rows.size() && rows[i].position == position) amount += rows[i].amount.money();
            visit(Day{position}, amount);
          }
        };
        if constexpr (of_snapshots) {
          SnapshotReader<RememberedSnapshotPeriods, Steps> reader(snapshot_periods_, steps);
          each_day([&](Day day, Money mrr) { reader.snapshot(day, mrr); });
          reader.finish();
        } else {
          ChangeReader reader(steps);
          each_day([&](Day day, Money change) {
            if (change != Money()) reader.change(day, change);
          });
        }
        finish();
      });
    } catch (const NegativeTotal& error) {
      throw NegativeTotal(error.day(), error.mrr(), concat("customer ", name(ledger_.key_of(current.front()))));
    }
  }

  Parameters parameters_;
  Ledger<Key> ledger_;
  RememberedPeriods periods_;
  RememberedSnapshotPeriods snapshot_periods_;
};

}  // namespace c360::revenue
