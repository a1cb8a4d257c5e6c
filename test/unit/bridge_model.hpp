// The MRR bridge once more, from every customer's MRR on every day, and its rows as values.
// Must not know: how movements are found or totals are kept.
#pragma once

#include "core/revenue/bridge.hpp"
#include "mrr_histories.hpp"

namespace c360::testing {

// A row with every field under its name in SQL (METRICS, composite results).
struct PlainBridgeRow {
  std::int64_t period = 0;
  Money starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, ending_mrr, retained_mrr;
  std::int64_t starting_customers = 0, new_customers = 0, reactivated_customers = 0, churned_customers = 0,
               expanded_customers = 0, contracted_customers = 0, transient_customers = 0, ending_customers = 0;
  friend bool operator==(const PlainBridgeRow&, const PlainBridgeRow&) = default;
};
using PlainBridge = std::vector<PlainBridgeRow>;

inline void PrintTo(const PlainBridgeRow& row, std::ostream* out) {
  *out << concat(day_of(row.period), " mrr ", row.starting_mrr, " new ", row.new_mrr, " exp ", row.expansion_mrr,
                 " con ", row.contraction_mrr, " churn ", row.churned_mrr, " react ", row.reactivation_mrr, " end ",
                 row.ending_mrr, " retained ", row.retained_mrr, " customers ", row.starting_customers, " new ",
                 row.new_customers, " react ", row.reactivated_customers, " churn ", row.churned_customers, " exp ",
                 row.expanded_customers, " con ", row.contracted_customers, " transient ", row.transient_customers,
                 " end ", row.ending_customers);
}

inline PlainBridge plain(const revenue::Bridge::Result& rows) {
  using enum revenue::MovementKind;
  PlainBridge plain;
  for (const revenue::BridgeRow& row : rows) {
    const auto amount = [&](revenue::MovementKind kind) { return row.amounts[static_cast<std::size_t>(kind)]; };
    const auto customers = [&](revenue::MovementKind kind) { return row.customers[static_cast<std::size_t>(kind)]; };
    plain.push_back({row.period, row.starting, amount(new_business), amount(expansion), amount(contraction),
                     amount(churn), amount(reactivation), row.ending, row.retained, row.starting_customers,
                     customers(new_business), customers(reactivation), customers(churn), customers(expansion),
                     customers(contraction), row.transient, row.ending_customers});
  }
  return plain;
}

// All models begin on the same day.
inline PlainBridge bridge_model(const std::vector<DailyMrr>& customers, const revenue::MovementWindow& window) {
  using enum revenue::MovementKind;
  PlainBridge rows;
  std::size_t first = SIZE_MAX;
  for (const DailyMrr& customer : customers) {
    const std::vector<PeriodModel> periods = periods_of(customer, window);
    rows.resize(periods.size());
    for (std::size_t i = 0; i < periods.size(); ++i) {
      const PeriodModel& period = periods[i];
      PlainBridgeRow& row = rows[i];
      row.period = period.start;
      row.starting_mrr += period.before;
      row.ending_mrr += period.after;
      row.retained_mrr += std::min(period.before, period.after);
      row.starting_customers += period.before > Money();
      row.ending_customers += period.after > Money();
      row.transient_customers += period.transient();
      const auto kind = period.kind();
      if (kind || period.transient()) first = std::min(first, i);
      const auto count = [&](revenue::MovementKind of, Money& amount, std::int64_t& number) {
        if (kind != of) return;
        amount += period.after - period.before;
        ++number;
      };
      count(new_business, row.new_mrr, row.new_customers);
      count(expansion, row.expansion_mrr, row.expanded_customers);
      count(contraction, row.contraction_mrr, row.contracted_customers);
      count(churn, row.churned_mrr, row.churned_customers);
      count(reactivation, row.reactivation_mrr, row.reactivated_customers);
    }
  }
  // It begins with the first movement.
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(first, rows.size())));
  return rows;
}

}  // namespace c360::testing
