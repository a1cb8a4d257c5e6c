// Bands (METRICS C6): names for the ranges of a number, such as red, yellow, green.
// Must not know: what is banded, and sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/decimal.hpp"
#include "core/support/json.hpp"

namespace c360::scorecard {

// [ge, lt): an open end where it is absent.
struct Band {
  std::string label;
  std::optional<Decimal> ge, lt, leave;
};

class Bands {
 public:
  // [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}], ascending and
  // without holes. Throws invalid_parameter naming the band, what is wrong with it, and what to write.
  static Bands parse(const Json& document);

  // The band that holds the value; none when it is below the first or above the last.
  const Band* find(const Decimal& value) const;

 private:
  std::vector<Band> bands_;
};

}  // namespace c360::scorecard
