// The options of the revenue aggregates (METRICS B1, B3, B9): one JSON document, compiled once a query.
// Must not know: rows, and where the document came from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/grain.hpp"
#include "core/revenue/rates.hpp"

namespace c360::revenue {

// How a customer's MRR is read from its rows.
struct StepOptions {
  Grain snapshots{Grain::Unit::month};  // of which period a snapshot is; calendar periods only
  std::int32_t grace_days = 0;          // a gap of so many days is no churn
  bool negative_is_zero = false;        // a total below zero counts as 0, and is no error
  friend bool operator==(const StepOptions&, const StepOptions&) = default;
};

struct Options {
  // Which of them a function has: what it cannot use would silently do nothing, and is an error.
  struct Known {
    bool below_zero = false, grace_days = false, grain = false, currency = false;
  };

  StepOptions steps;
  Rates rates;

  // {"below_zero": "zero", "grace_days": 7, "grain": "day", "reporting_currency": "EUR", "rates": {"USD":
  // {"2026-01-01": 0.92, …}, …}}. Throws invalid_parameter with all faults.
  static Options parse(std::string_view json, const Known& known);
};

}  // namespace c360::revenue
