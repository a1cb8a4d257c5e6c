// The table of billing units.
// Must not know: prices.
#include "core/revenue/billing.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"

namespace c360::revenue {

BillingUnit BillingUnit::parse(std::string_view text) {
  static constexpr std::pair<std::string_view, BillingUnit> units[] = {
      {"month", {1, 1}}, {"year", {1, 12}}, {"quarter", {1, 3}}, {"week", {52, 12}}, {"day", {365, 12}}};
  const auto same = [&](std::string_view name) {
    return std::ranges::equal(text, name, [](char given, char wanted) {
      return (given >= 'A' && given <= 'Z' ? given - 'A' + 'a' : given) == wanted;
    });
  };
  for (const auto& [name, unit] : units)
    if (same(name)) return unit;
  throw Error(ErrorKind::invalid_parameter, "unknown billing unit",
              concat("The unit given is \"", excerpt(text), "\"."),
              "Use 'day', 'week', 'month', 'quarter' or 'year', and interval_count for several of them: ('month', 6) "
              "for half a year.");
}

Money annual(Money monthly) {
  Money::Units units;
  if (__builtin_mul_overflow(monthly.units(), Money::Units{12}, &units)) Money::overflow();
  return Money::from_units(units);
}

}  // namespace c360::revenue
