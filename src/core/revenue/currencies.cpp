// Totals by currency and period, in the reporting currency.
// Must not know: whose they are.
#include "core/revenue/currencies.hpp"

namespace c360::revenue {

void CurrencyTotals::move(std::int64_t period, const Basket& before, const Basket& after) {
  Basket& moved = moved_.try_emplace(period, Basket(rates_.size())).first->second;
  for (std::size_t i = 0; i < rates_.size(); ++i) moved[i] += after.of(i) - before.of(i);
}

void CurrencyTotals::complete(Bridge::Result& rows) {
  Basket balance(rates_.size());
  Money ending;
  for (BridgeRow& row : rows) {
    const std::int64_t period = periods_.index(Day{static_cast<std::int32_t>(row.period)});
    const auto moved = moved_.find(period);
    row.starting = ending;
    ending = Money();
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      if (moved != moved_.end()) balance[i] += moved->second.of(i);
      if (balance[i] != Money()) ending += balance[i] * rate(i, period);
    }
    row.ending = ending;
    // What the movements leave: the worth of what was there before, at this period's rates instead of the last one's.
    row.currency_effect = row.ending - row.starting;
    for (const Money amount : row.amounts) row.currency_effect -= amount;
    const auto of = [&](MovementKind kind) { return row.amounts[static_cast<std::size_t>(kind)]; };
    row.retained = row.starting + row.currency_effect + of(MovementKind::contraction) + of(MovementKind::churn);
  }
}

}  // namespace c360::revenue
