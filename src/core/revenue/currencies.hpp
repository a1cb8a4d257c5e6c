// The MRR bridge of a whole population in many currencies (METRICS B9): movements at the rate of their period, and what
// the rates make of the MRR that was there before.
// Must not know: SQL arrays, documents.
#pragma once

#include <map>

#include "core/revenue/population.hpp"
#include "core/revenue/rates.hpp"

namespace c360::revenue {

// What a customer pays in each currency, by their numbers.
class Basket {
 public:
  Basket() = default;
  explicit Basket(std::size_t currencies) : amounts_(currencies) {}

  Money& operator[](std::size_t currency) { return amounts_[currency]; }
  Money of(std::size_t currency) const { return currency < amounts_.size() ? amounts_[currency] : Money(); }
  std::size_t size() const { return amounts_.size(); }

  bool is_nothing() const {
    return std::ranges::all_of(amounts_, [](Money amount) { return amount == Money(); });
  }
  // As an amount is to the readers of steps: one that was never set is nothing.
  friend bool operator==(const Basket& a, const Basket& b) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
      if (a.of(i) != b.of(i)) return false;
    return true;
  }

 private:
  std::vector<Money> amounts_;
};

// What moved in a currency, by period, and the bridge in the reporting currency that comes of it.
class CurrencyTotals {
 public:
  CurrencyTotals(const Rates& rates, const Periods& periods) : rates_(rates), periods_(periods) {}

  std::size_t currencies() const { return rates_.size(); }

  Rate rate(std::size_t currency, std::int64_t period) {
    const auto [known, is_new] = known_.try_emplace({period, currency});
    if (is_new) known->second = rates_.of(currency, period, periods_);
    return known->second;
  }
  void move(std::int64_t period, const Basket& before, const Basket& after);
  // Balances, currency effect and what was retained, from the movements that the rows have.
  void complete(Bridge::Result& rows);

 private:
  const Rates& rates_;
  Periods periods_;
  std::map<std::pair<std::int64_t, std::size_t>, Rate> known_;
  std::map<std::int64_t, Basket> moved_;
};

// A customer's steps in many currencies to its movements. Each currency's total is the customer's own: below zero it is
// an error, or counts as 0.
template <class PeriodIndex>
class CurrencyWalker {
 public:
  CurrencyWalker(PeriodIndex& periods, const MovementQuestion& question, CurrencyTotals& totals, Bridge& bridge)
      : periods_(periods), question_(question), totals_(totals), bridge_(bridge) {}

  void step(Day day, Basket mrr) {
    if (day > question_.window.as_of) return;
    for (std::size_t i = 0; i < mrr.size(); ++i) {
      if (mrr[i] >= Money()) continue;
      if (!question_.options.negative_is_zero) throw NegativeTotal(day, mrr[i]);
      mrr[i] = Money();
    }
    const std::int64_t period = periods_.index(day);
    if (period != period_) {
      close();
      period_ = period;
    }
    active_within_ = active_within_ || !mrr.is_nothing();
    mrr_ = std::move(mrr);
  }
  void finish() {
    close();
    mrr_ = before_ = Basket();
    ever_active_ = false;
    period_ = INT64_MIN;
  }

 private:
  void close() {
    const bool was = !before_.is_nothing(), is = !mrr_.is_nothing();
    if (mrr_ != before_) {
      Money amount, after;
      for (std::size_t i = 0; i < std::max(mrr_.size(), before_.size()); ++i) {
        if (mrr_.of(i) == Money() && before_.of(i) == Money()) continue;
        const Rate rate = totals_.rate(i, period_);
        amount += (mrr_.of(i) - before_.of(i)) * rate;
        after += mrr_.of(i) * rate;
      }
      totals_.move(period_, before_, mrr_);
      const MovementKind kind = !was  ? ever_active_ ? MovementKind::reactivation : MovementKind::new_business
                                : !is ? MovementKind::churn
                                : amount > Money() ? MovementKind::expansion
                                                   : MovementKind::contraction;
      // From one currency to another at the same price, nothing moved.
      if (!was || !is || amount != Money()) bridge_.movement({period_, kind, amount, after});
    } else if (!is && active_within_) {
      bridge_.transient(period_);
    }
    ever_active_ = ever_active_ || active_within_;
    active_within_ = false;
    before_ = mrr_;
  }

  PeriodIndex& periods_;
  const MovementQuestion& question_;
  CurrencyTotals& totals_;
  Bridge& bridge_;
  std::int64_t period_ = INT64_MIN;
  Basket before_, mrr_;
  bool ever_active_ = false, active_within_ = false;
};

// The rows of a population, with the rates that travel with them between processes: what a host asks of a population.
template <class Key>
class RatedLedger {
 public:
  RatedLedger(std::pmr::memory_resource& memory, const HashSeed& seed)
      : memory_(&memory), ledger_(memory, seed), rates_(&memory) {}

  Ledger<Key>& ledger() { return ledger_; }
  bool has_rates() const { return !rates_.empty(); }
  void set_rates(const Rates& rates) {
    StateWriter out(*memory_);
    rates.write(out);
    rates_.assign(out.data() + StateBuffer::prefix, out.data() + out.size());
  }
  Rates rates() const {
    StateReader in(rates_);
    return has_rates() ? Rates::read(in) : Rates();
  }

  void flush() { ledger_.flush(); }
  std::size_t size() const { return ledger_.size(); }
  std::size_t partitions() const { return ledger_.partitions(); }
  std::size_t steps() const { return ledger_.steps(); }
  void merge(const RatedLedger& other, std::size_t step) {
    if (!has_rates()) rates_ = other.rates_;
    ledger_.merge(other.ledger_, step);
  }

  std::size_t steps_to_write() const { return 1 + ledger_.steps_to_write(); }
  void write(std::size_t step, StateWriter& out) {
    if (step != 0) return ledger_.write(step - 1, out);
    out.put(rates_.size());
    out.put_bytes(rates_);
  }
  class Reader {
   public:
    explicit Reader(StateReader& in) : rates_(take_rates(in)), rows_(in) {}
    std::size_t steps() const { return rows_.steps(); }
    void merge_into(RatedLedger& ledger, std::size_t step) {
      if (!ledger.has_rates()) ledger.rates_.assign(rates_.begin(), rates_.end());
      rows_.merge_into(ledger.ledger_, step);
    }

   private:
    static ConstBytes take_rates(StateReader& in) {
      const auto size = in.take<std::size_t>();
      return in.take_bytes(size, 1);
    }
    ConstBytes rates_;
    typename Ledger<Key>::Reader rows_;
  };

 private:
  std::pmr::memory_resource* memory_;
  Ledger<Key> ledger_;
  std::pmr::vector<std::byte> rates_;  // as they are written: all memory is the host's
};

// A position of its ledger is a day and a currency: day · most_currencies + number.
template <class KeyType, class Source>
class BridgeOfCurrencies {
 public:
  using Key = KeyType;
  // Plain data, as it travels; two documents of rates differ when their digests do.
  struct Parameters {
    MovementQuestion question;
    std::uint64_t rates = 0;

    void check(const Parameters& other) const {
      question.check(other.question);
      if (rates != other.rates) throw_parameter_differs("options");
    }
  };
  struct Row {
    Key key;
    Source value;
    std::size_t currency;
    const Rates* rates;
  };
  static constexpr bool of_snapshots = std::is_same_v<Source, Snapshot>;
  static constexpr std::int32_t most = Rates::most_currencies;

  BridgeOfCurrencies(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : parameters_(parameters),
        ledger_(memory, seed),
        periods_(Periods(parameters.question.window.grain, parameters.question.window.as_of)),
        snapshot_periods_(parameters.question.options.snapshots) {}

  const Parameters& parameters() const { return parameters_; }
  void check(const Parameters& parameters) const { parameters.check(parameters_); }
  RatedLedger<Key>& population() { return ledger_; }

  void add(const Row& row) {
    if (!ledger_.has_rates()) ledger_.set_rates(*row.rates);
    const Day as_of = parameters_.question.window.as_of;
    const auto put = [&](Day day, Money amount) {
      ledger_.ledger().add(row.key, position(day, row.currency), PackedMoney(amount));
    };
    if constexpr (of_snapshots) {
      if (row.value.day <= as_of) put(row.value.day, row.value.mrr);
    } else {
      const Subscription& subscription = row.value;
      if (subscription.from > as_of || subscription.mrr == Money()) return;
      if (subscription.to && *subscription.to <= subscription.from) return;  // no day
      put(subscription.from, subscription.mrr);
      if (subscription.to && *subscription.to <= as_of) put(*subscription.to, Money() - subscription.mrr);
    }
  }

  // Adds the customers of one of the partitions to a bridge, and to the totals that complete it.
  using Name = std::string (*)(const Key&);
  void count(std::size_t partition, Bridge& bridge, CurrencyTotals& totals, Name name = name_of<Key>) {
    using Rows = std::span<const typename Ledger<Key>::Row>;
    using Walker = CurrencyWalker<RememberedPeriods>;
    const MovementQuestion& question = parameters_.question;
    Walker walker(periods_, question, totals, bridge);
    // What is below zero is the walker's business, currency by currency.
    const StepOptions gaps{.grace_days = question.options.grace_days};
    OptionalSteps<Walker, Basket> steps(gaps, question.window.as_of, walker);
    Rows current;
    try {
      ledger_.ledger().for_each_customer(partition, [&](Rows rows) {
        current = rows;
        Basket basket(totals.currencies());
        const auto each_day = [&](auto visit) {
          for (std::size_t i = 0; i < rows.size();) {
            const std::int64_t day = floor_div(std::int64_t{rows[i].position}, most);
            if constexpr (of_snapshots) basket = Basket(totals.currencies());
            for (; i < rows.size() && floor_div(std::int64_t{rows[i].position}, most) == day; ++i) {
              const auto currency = static_cast<std::size_t>(rows[i].position - day * most);
              if (currency >= basket.size()) corrupt("population state", "A row has a currency that is unknown.");
              basket[currency] += rows[i].amount.money();
            }
            visit(Day{static_cast<std::int32_t>(day)}, basket);
          }
        };
        if constexpr (of_snapshots) {
          SnapshotReader<RememberedSnapshotPeriods, OptionalSteps<Walker, Basket>, Basket> reader(snapshot_periods_,
                                                                                                  steps);
          each_day([&](Day day, const Basket& mrr) { reader.snapshot(day, mrr); });
          reader.finish();
        } else {
          each_day([&](Day day, const Basket& mrr) { steps.step(day, mrr); });
        }
        steps.finish();
        walker.finish();
      });
    } catch (const NegativeTotal& error) {
      throw NegativeTotal(error.day(), error.mrr(),
                          concat("customer ", name(ledger_.ledger().key_of(current.front()))));
    }
  }

 private:
  static std::int32_t position(Day day, std::size_t currency) {
    const std::int64_t position = std::int64_t{day.value} * most + static_cast<std::int64_t>(currency);
    if (position != static_cast<std::int32_t>(position))
      throw Error(ErrorKind::day_out_of_range, "day out of range for amounts in several currencies",
                  concat("The day is ", day, "."), "Use days within ten million days of the year 2000.");
    return static_cast<std::int32_t>(position);
  }

  Parameters parameters_;
  RatedLedger<Key> ledger_;
  RememberedPeriods periods_;
  RememberedSnapshotPeriods snapshot_periods_;
};

}  // namespace c360::revenue
