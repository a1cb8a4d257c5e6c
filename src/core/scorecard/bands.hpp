// Bands (METRICS C6): names for the ranges of a number, such as red, yellow, green.
// Must not know: what is banded, and sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/decimal.hpp"
#include "core/base/document.hpp"

namespace c360::scorecard {

// [ge, lt): an open end where it is absent.
struct Band {
  std::string label;
  std::optional<Decimal> ge, lt, leave;
};

class Bands {
 public:
  // The bands are whole only if there is no fault. path: of the document, which may be a part of another.
  static Bands read(const Json& document, const document::Path& path, document::Faults& faults);

  // [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}], ascending and
  // without holes. Throws invalid_parameter with all faults.
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
