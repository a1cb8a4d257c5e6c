// Totals by period, in a buffer that grows at both ends.
// Must not know: customers.
#include "core/revenue/bridge.hpp"

namespace c360::revenue {

void Bridge::create(StateBuffer& buffer, const Parameters& parameters) {
  buffer.reserve(sizeof(Front));
  store(buffer.data(), Front{{.type = type},
                             0,
                             0,
                             parameters.window.as_of,
                             parameters.window.grain.code(),
                             0,
                             parameters.options.grace_days,
                             0});
}

Bridge::Front Bridge::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  const auto front = load<Front>(state.data());
  if (front.count > (state.size() - sizeof(Front)) / sizeof(PeriodTotals))
    corrupt(name, concat("It declares ", front.count, " periods but is too short for them."));
  return front;
}

// Histories have no other options: nothing in them is below zero.
MovementQuestion Bridge::parameters_of(const Front& front) {
  const auto grain = Grain::from_code(front.grain);
  if (!grain) corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
  return {{*grain, front.as_of}, {.grace_days = front.grace_days}};
}

Bridge::Bridge(StateBuffer& buffer) : buffer_(buffer), periods_({}, {}) {
  parameters_ = parameters_of(read(buffer.bytes()));
  periods_ = Periods(parameters_.window.grain, parameters_.window.as_of);
}

std::byte* Bridge::totals_of(std::int64_t period) {
  auto front = load<Front>(buffer_.data());
  std::int64_t first = front.count == 0 ? period : std::min(front.first, period);
  const std::int64_t end = front.count == 0 ? period + 1 : std::max(front.first + front.count, period + 1);
  if (end - first != front.count) {
    const auto& [grain, as_of] = parameters_.window;
    const std::int64_t last = periods_.index(as_of);
    if (last - first >= most_periods)
      throw Error(ErrorKind::invalid_parameter, "too many periods for an MRR bridge",
                  concat("There are ", last - first + 1, " periods of the grain ", grain,
                         " from the first movement to ", as_of, "; the limit is ", most_periods, "."),
                  "Use a coarser grain, and check the first days of the subscriptions.");
    // Room before the first period for as many as there are, so that customers who come from late to early move what is
    // there a few times only.
    if (first < front.first) first = std::max(first - front.count, last - most_periods + 1);
    const std::size_t used = front.count * sizeof(PeriodTotals);
    buffer_.reserve(sizeof(Front) + static_cast<std::size_t>(end - first) * sizeof(PeriodTotals));
    std::byte* const totals = buffer_.data() + sizeof(Front);
    const std::size_t before =
        front.count == 0 ? 0 : static_cast<std::size_t>(front.first - first) * sizeof(PeriodTotals);
    std::memmove(totals + before, totals, used);
    std::memset(totals, 0, before);
    std::memset(totals + before + used, 0,
                static_cast<std::size_t>(end - first) * sizeof(PeriodTotals) - before - used);
    front.first = first;
    front.count = static_cast<std::uint32_t>(end - first);
    store(buffer_.data(), front);
  }
  return buffer_.data() + sizeof(Front) + static_cast<std::size_t>(period - front.first) * sizeof(PeriodTotals);
}

void Bridge::movement(const Movement& movement) {
  std::byte* const totals = totals_of(movement.period);
  const auto kind = static_cast<std::size_t>(movement.kind);
  std::byte* const amount = totals + offsetof(PeriodTotals, amounts) + kind * sizeof(Money);
  store(amount, load<Money>(amount) + movement.amount);
  std::byte* const customers = totals + offsetof(PeriodTotals, customers) + kind * sizeof(std::int64_t);
  store(customers, load<std::int64_t>(customers) + 1);
}

void Bridge::transient(std::int64_t period) {
  std::byte* const transient = totals_of(period) + offsetof(PeriodTotals, transient);
  store(transient, load<std::int64_t>(transient) + 1);
}

void Bridge::merge(ConstBytes other) {
  const Front theirs = read(other);
  check(parameters_of(theirs));
  for (std::uint32_t i = 0; i < theirs.count; ++i) {
    const PeriodTotals add = totals_at(other.data(), i);
    if (add.is_nothing()) continue;
    std::byte* const at = totals_of(theirs.first + i);
    auto mine = load<PeriodTotals>(at);
    for (std::size_t kind = 0; kind < 5; ++kind) {
      mine.amounts[kind] += add.amounts[kind];
      mine.customers[kind] += add.customers[kind];
    }
    mine.transient += add.transient;
    store(at, mine);
  }
}

Bridge::Result Bridge::result(ConstBytes state, std::pmr::memory_resource& memory) {
  const Front front = read(state);
  const MovementWindow window = parameters_of(front).window;
  const Periods periods(window.grain, window.as_of);
  Result rows(&memory);
  if (front.count == 0) return rows;

  const std::int64_t last = periods.index(window.as_of);
  if (front.first <= last - most_periods || front.first > last - front.count + 1)
    corrupt(name, "Its periods are impossible.");
  const auto of = [](MovementKind kind) { return static_cast<std::size_t>(kind); };
  rows.reserve(static_cast<std::size_t>(last - front.first + 1));
  Money mrr;
  std::int64_t customers = 0;
  for (std::int64_t period = front.first; period <= last; ++period) {
    const auto i = static_cast<std::size_t>(period - front.first);
    const PeriodTotals totals = i < front.count ? totals_at(state.data(), i) : PeriodTotals{};
    if (rows.empty() && totals.is_nothing()) continue;  // room before the first movement
    BridgeRow& row = rows.emplace_back();
    row.period = periods.start(period);
    row.amounts = totals.amounts;
    row.customers = totals.customers;
    row.transient = totals.transient;
    row.starting = mrr;
    row.starting_customers = customers;
    for (const Money amount : totals.amounts) mrr += amount;
    row.ending = mrr;
    customers += totals.customers[of(MovementKind::new_business)] + totals.customers[of(MovementKind::reactivation)] -
                 totals.customers[of(MovementKind::churn)];
    row.ending_customers = customers;
    // Of a customer, the lesser of before and after: what was there before, less what was lost of it.
    row.retained =
        row.starting + totals.amounts[of(MovementKind::contraction)] + totals.amounts[of(MovementKind::churn)];
  }
  return rows;
}

void Bridge::validate(ConstBytes state) {
  const Front front = read(state);
  const MovementWindow window = parameters_of(front).window;
  if (!is_calendar_day(front.as_of.value)) corrupt(name, "Its as_of is outside the calendar.");
  if (front.unused != 0 || front.also_unused != 0) corrupt(name, "Its front has unknown flags.");
  if (front.grace_days < 0) corrupt(name, "Its grace is below zero.");
  const std::int64_t last = Periods(window.grain, window.as_of).index(window.as_of);
  if (front.count > most_periods ||
      (front.count > 0 && (front.first > last - front.count + 1 || front.first <= last - most_periods)))
    corrupt(name, "Its periods are impossible.");
  std::int64_t customers = 0;  // at the end of the period
  for (std::uint32_t i = 0; i < front.count; ++i) {
    const PeriodTotals totals = totals_at(state.data(), i);
    bool possible = totals.transient >= 0 && totals.transient >> 48 == 0;
    for (std::size_t kind = 0; kind < 5; ++kind) {
      possible = possible && totals.customers[kind] >= 0 && totals.customers[kind] >> 48 == 0;
      const bool loses = kind == static_cast<std::size_t>(MovementKind::contraction) ||
                         kind == static_cast<std::size_t>(MovementKind::churn);
      possible = possible && (loses ? totals.amounts[kind] <= Money() : totals.amounts[kind] >= Money());
    }
    const auto of = [&](MovementKind kind) { return totals.customers[static_cast<std::size_t>(kind)]; };
    if (possible)
      customers += of(MovementKind::new_business) + of(MovementKind::reactivation) - of(MovementKind::churn);
    possible = possible && customers >= 0 && customers >> 48 == 0;
    if (!possible) corrupt(name, concat("Period ", i, " has impossible totals."));
  }
}

}  // namespace c360::revenue
