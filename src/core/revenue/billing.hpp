// Billing units (METRICS B8): what a month's share of a price is, and what a year of it comes to.
// Must not know: how the host divides prices.
#pragma once

#include <string_view>

#include "core/base/money.hpp"

namespace c360::revenue {

// MRR = amount · multiplier ÷ (divisor · number of units).
struct BillingUnit {
  int multiplier;
  int divisor;

  // Throws invalid_parameter on anything but day, week, month, quarter, year.
  static BillingUnit parse(std::string_view text);
};

// Annual recurring revenue: twelve months. Throws out_of_range.
Money annual(Money monthly);

}  // namespace c360::revenue
