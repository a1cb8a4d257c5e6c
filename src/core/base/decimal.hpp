// Exact comparison of decimal numbers of any size, given as text.
// Must not know: arithmetic; whoever needs sums uses Money.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace c360 {

// What numeric prints and JSON writes, without exponents: -?digits[.digits]. Kept without leading and trailing zeros.
class Decimal {
 public:
  static std::optional<Decimal> parse(std::string_view text);

  friend bool operator==(const Decimal&, const Decimal&) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

  friend void append(std::string& out, const Decimal& decimal);

 private:
  bool negative_ = false;
  std::string whole_, fraction_;
};

void append(std::string& out, const Decimal& decimal);

}  // namespace c360
