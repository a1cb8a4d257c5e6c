// Customers' rows, and what MRR histories are compared with: the MRR of every single day.
// Must not know: how a history is stored, or how movements are found in it.
#pragma once

#include <map>

#include "calendar_model.hpp"
#include "states/stored_values.hpp"
#include "testing.hpp"

namespace c360 {
inline void PrintTo(Money money, std::ostream* out) { *out << concat(money); }
}  // namespace c360

namespace c360::testing {

inline Day day_of(std::int64_t value) { return Day{static_cast<std::int32_t>(value)}; }

// ---- rows of one customer

using Subscriptions = std::vector<revenue::Subscription>;
using Snapshots = std::vector<revenue::Snapshot>;

inline std::string text_of(const Subscriptions& rows) {
  std::string text = "{";
  for (const revenue::Subscription& row : rows) {
    if (text.size() > 1) text += ',';
    append(text, concat('[', row.from, ',', row.to ? concat(*row.to) : "", ")=", row.mrr));
  }
  return text + '}';
}
inline std::string text_of(const Snapshots& rows) {
  std::string text;
  for (const revenue::Snapshot& row : rows) append(text, concat(row.day, '=', row.mrr, ' '));
  return text;
}

// ---- the model: what is paid on each day

// Of the days [from, from + size); nothing before them, and the last day's for ever after.
struct DailyMrr {
  std::int64_t from = 0;
  std::vector<Money> mrr;

  Money on(std::int64_t day) const {
    if (day < from || mrr.empty()) return {};
    return mrr[static_cast<std::size_t>(std::min(day - from, static_cast<std::int64_t>(mrr.size()) - 1))];
  }
};

inline DailyMrr daily(const Subscriptions& rows, std::int64_t from, std::int64_t to) {
  DailyMrr model{from, std::vector<Money>(static_cast<std::size_t>(to - from))};
  for (std::int64_t each = from; each < to; ++each)
    for (const revenue::Subscription& row : rows)
      if (row.from.value <= each && (!row.to || each < row.to->value))
        model.mrr[static_cast<std::size_t>(each - from)] += row.mrr;
  return model;
}

// A period has the MRR of its last day with rows; one without rows, that of the period before it until its last day.
inline DailyMrr daily(const Snapshots& rows, std::int64_t from, std::int64_t to, Grain grain = {Grain::Unit::month}) {
  std::map<std::int64_t, std::map<std::int32_t, Money>> periods;
  for (const revenue::Snapshot& row : rows) periods[model_start(grain, {}, row.day.value)][row.day.value] += row.mrr;
  DailyMrr model{from, {}};
  for (std::int64_t each = from; each < to; ++each) {
    const std::int64_t start = model_start(grain, {}, each);
    const auto own = periods.find(start), before = periods.find(model_start(grain, {}, start - 1));
    const bool last = model_start(grain, {}, each + 1) != start;
    model.mrr.push_back(own != periods.end()               ? own->second.rbegin()->second
                        : before != periods.end() && !last ? before->second.rbegin()->second
                                                           : Money());
  }
  return model;
}

// Rows of days after as_of do not exist yet.
inline Snapshots seen_by(Snapshots rows, Day as_of) {
  std::erase_if(rows, [&](const revenue::Snapshot& row) { return row.day > as_of; });
  return rows;
}
inline const Subscriptions& seen_by(const Subscriptions& rows, Day) { return rows; }

// Totals below zero are 0, and gaps of at most so many days have the MRR of the day before them.
inline DailyMrr with_options(DailyMrr model, const revenue::StepOptions& options, Day as_of) {
  while (!model.mrr.empty() && model.from + static_cast<std::int64_t>(model.mrr.size()) <= as_of.value)
    model.mrr.push_back(model.mrr.back());
  if (options.negative_is_zero)
    for (Money& mrr : model.mrr) mrr = std::max(mrr, Money());
  const auto end = std::min<std::size_t>(
      model.mrr.size(), static_cast<std::size_t>(std::max<std::int64_t>(as_of.value - model.from + 1, 0)));
  for (std::size_t at = 1, after; at < end; at = after) {
    for (after = at; after < end && model.mrr[after] == Money();) ++after;
    if (after - at <= static_cast<std::size_t>(options.grace_days))
      for (std::size_t day = at; day < after; ++day) model.mrr[day] = model.mrr[at - 1];
    after = std::max(after, at + 1);
  }
  return model;
}

struct PlainMovement {
  std::int64_t period = 0;  // its first day
  revenue::MovementKind kind{};
  Money amount, mrr;
  friend bool operator==(const PlainMovement&, const PlainMovement&) = default;
};
using PlainMovements = std::vector<PlainMovement>;

inline void PrintTo(const PlainMovement& movement, std::ostream* out) {
  *out << concat(day_of(movement.period), ' ', name_of(movement.kind), ' ', movement.amount, " to ", movement.mrr);
}

// One customer's period, as METRICS B2 words it.
struct PeriodModel {
  std::int64_t start = 0, end = 0;  // its days [start, end)
  Money before, after;
  bool active_earlier = false, active_within = false;

  std::optional<revenue::MovementKind> kind() const {
    using enum revenue::MovementKind;
    if (before == after) return {};
    if (before == Money()) return active_earlier ? reactivation : new_business;
    if (after == Money()) return churn;
    return after > before ? expansion : contraction;
  }
  bool transient() const { return before == Money() && after == Money() && active_within; }
};

// Every period from the one of the model's first day to the one of `as_of`.
inline std::vector<PeriodModel> periods_of(const DailyMrr& model, const revenue::MovementWindow& window) {
  std::vector<PeriodModel> periods;
  std::int64_t start = model_start(window.grain, window.as_of, model.from);
  bool active = false;
  while (start <= window.as_of.value) {
    const std::int64_t end = model_next_start(window.grain, window.as_of, start);
    PeriodModel& period = periods.emplace_back();
    period.start = start;
    period.end = end;
    period.before = model.on(start - 1);
    period.after = model.on(std::min<std::int64_t>(end - 1, window.as_of.value));
    period.active_earlier = active;
    for (std::int64_t each = start; each < end && each <= window.as_of.value; ++each)
      period.active_within = period.active_within || model.on(each) > Money();
    active = active || period.active_within;
    start = end;
  }
  return periods;
}

struct MovementModel {
  PlainMovements movements;
  std::vector<std::int64_t> transient;  // first days of periods
  friend bool operator==(const MovementModel&, const MovementModel&) = default;
};

inline MovementModel movements_model(const DailyMrr& model, const revenue::MovementWindow& window) {
  MovementModel expected;
  for (const PeriodModel& period : periods_of(model, window)) {
    if (const auto kind = period.kind())
      expected.movements.push_back({period.start, *kind, period.after - period.before, period.after});
    if (period.transient()) expected.transient.push_back(period.start);
  }
  return expected;
}

// What a walker tells, with periods by their first days.
struct MovementRecorder {
  Periods periods;
  MovementModel seen;

  void movement(const revenue::Movement& movement) {
    seen.movements.push_back({periods.start(movement.period), movement.kind, movement.amount, movement.mrr});
  }
  void transient(std::int64_t period) { seen.transient.push_back(periods.start(period)); }
};
inline MovementModel walked(const revenue::MrrHistoryView& history, const revenue::MovementQuestion& question) {
  Periods periods(question.window.grain, question.window.as_of);
  MovementRecorder recorder{periods, {}};
  revenue::walk_movements(history, periods, question, recorder);
  return recorder.seen;
}

inline PlainMovements plain(const revenue::MovementList& list) {
  const Periods periods(list.window.grain, list.window.as_of);
  PlainMovements movements;
  for (const revenue::Movement& movement : list.movements)
    movements.push_back({periods.start(movement.period), movement.kind, movement.amount, movement.mrr});
  return movements;
}

// ---- random customers

// A few years with a leap day and a turn of the year, so that days can be walked one by one.
struct Years {
  std::int64_t from, to, leap_day;
};
inline constexpr Years random_years[] = {{8700, 9400, 8825}, {-250, 500, 59}, {-730'800, -730'100, -730'426}};
inline constexpr std::int64_t model_days_after = 70;  // until nothing changes any more

// Often where a period ends or begins, or on the leap day.
inline std::int64_t random_day(Chance& chance, const Years& years) {
  const std::int64_t any = chance.number(years.from, years.to - 1);
  if (chance.one_in(2)) return any;
  if (chance.one_in(8)) return years.leap_day;
  const Grain grain{
      chance.of(std::array{Grain::Unit::week, Grain::Unit::month, Grain::Unit::month, Grain::Unit::year})};
  return std::clamp<std::int64_t>(model_start(grain, {}, any) - (chance.one_in(2) ? 1 : 0), years.from, years.to - 1);
}

// Mostly round, so that different prices may be the same or cancel; sometimes any, or a twelfth of a year's.
inline Money random_price(Chance& chance) {
  if (chance.one_in(5)) return Money::from_units(chance.number(1, 900 * Money::scale));
  const std::int64_t hundreds = chance.number(1, 5) * 100 * Money::scale;
  return Money::from_units(chance.one_in(4) ? hundreds / 12 : hundreds);
}

// Gaps, overlaps, changes of plan on one day, discounts up to the whole price, open ends, ranges without a day. Never
// below zero in total.
inline Subscriptions random_subscriptions(Chance& chance, const Years& years) {
  Subscriptions rows;
  std::optional<std::int64_t> before_ends;
  for (std::int64_t i = chance.number(0, 5); i > 0; --i) {
    const std::int64_t from = before_ends && chance.one_in(2) ? *before_ends : random_day(chance, years);
    std::optional<std::int64_t> to;
    if (!chance.one_in(6))
      to = chance.one_in(4) ? from + chance.number(0, 20) : std::max(from, random_day(chance, years));
    const auto until = [&](std::optional<std::int64_t> end) {
      return end ? std::optional(day_of(*end)) : std::nullopt;
    };
    const Money price = random_price(chance);
    rows.push_back({day_of(from), until(to), price});
    for (std::int64_t discounts = chance.one_in(3) ? chance.number(1, 2) : 0; discounts > 0; --discounts) {
      const std::int64_t last = to.value_or(std::max(from, years.to)), begins = chance.number(from, last);
      const Money whole = Money() - price, half = Money::from_units(-price.units() / 2);
      rows.push_back({day_of(begins), !to && chance.one_in(2) ? std::nullopt : until(chance.number(begins, last)),
                      discounts == 1 && rows.back().mrr > Money() && chance.one_in(2) ? whole : half});
    }
    before_ends = to;
  }
  return rows;
}

// Missing months, several lines a day, several days a month, refunds, days whose lines add up to nothing.
inline Snapshots random_snapshots(Chance& chance, const Years& years) {
  const Grain month{Grain::Unit::month};
  Snapshots rows;
  for (std::int64_t runs = chance.number(0, 3); runs > 0; --runs) {
    std::int64_t start = model_start(month, {}, chance.number(years.from, years.to - 1));
    for (std::int64_t months = chance.number(1, 8); months > 0 && start < years.to; --months) {
      const std::int64_t next = model_next_start(month, {}, start);
      if (!chance.one_in(5)) {
        const Money price = chance.one_in(8) ? Money() : random_price(chance);
        const Day at = day_of(chance.number(start, next - 1));
        rows.push_back({at, price});
        if (chance.one_in(4)) rows.push_back({at, chance.one_in(2) ? Money() - price : price});
        if (chance.one_in(4)) rows.push_back({day_of(chance.number(start, next - 1)), price});
      }
      start = next;
    }
  }
  return rows;
}

inline Day random_through(Chance& chance, const Years& years) {
  return day_of(chance.one_in(3) ? random_day(chance, years) : chance.number(years.from - 10, years.to + 100));
}

template <class Row>
std::vector<Row> random_rows(Chance& chance, const Years& years) {
  if constexpr (std::is_same_v<Row, revenue::Snapshot>)
    return random_snapshots(chance, years);
  else
    return random_subscriptions(chance, years);
}

template <class Rows>
DailyMrr daily(const Rows& rows, const Years& years) {
  return daily(rows, years.from - 40, years.to + model_days_after);
}

template <class Rows>
void shuffle(Rows& rows, Chance& chance) {
  for (std::size_t i = rows.size(); i > 1; --i)
    std::swap(rows[i - 1], rows[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(i) - 1))]);
}

}  // namespace c360::testing
