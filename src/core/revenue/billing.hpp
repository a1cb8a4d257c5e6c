// Billing units (METRICS B8): what a month's share of a price is.
// Must not know: amounts, and how the host divides them.
#pragma once

#include <string_view>

namespace c360::revenue {

// MRR = amount · multiplier ÷ (divisor · number of units).
struct BillingUnit {
  int multiplier;
  int divisor;

  // Throws invalid_parameter on anything but day, week, month, quarter, year.
  static BillingUnit parse(std::string_view text);
};

}  // namespace c360::revenue
