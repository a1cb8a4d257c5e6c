// Bands (METRICS C6): names for the ranges of a number, such as red, yellow, green.
// Must not know: what is banded, and sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/decimal.hpp"
#include "core/base/json.hpp"

namespace c360::scorecard {

// [ge, lt): an open end where it is absent.
struct Band {
  std::string label;
  std::optional<Decimal> ge, lt, leave;
};

// What is wrong with bands, and where. Codes never change.
struct BandFault {
  const char* code = "";
  std::optional<std::size_t> band;  // position in the array; nothing: the document
  std::string message, detail, hint;
};

class Bands {
 public:
  // Every fault of the document, in its order. The bands are whole only if there is none.
  static Bands read(const Json& document, std::vector<BandFault>& faults);

  // [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}], ascending and
  // without holes. Throws invalid_parameter naming the first fault: the band, what is wrong with it, and what to write.
  static Bands parse(const Json& document);

  // The band that holds the value; none when it is below the first or above the last.
  const Band* find(const Decimal& value) const;

  // Where a value stands: 0 below the first band, 1 … size() in a band, size() + 1 above the last.
  std::size_t position(const Decimal& value) const;
  std::size_t size() const { return bands_.size(); }
  const Band& at(std::size_t position) const { return bands_[position - 1]; }

 private:
  std::vector<Band> bands_;
};

}  // namespace c360::scorecard
