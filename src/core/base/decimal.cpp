// Decimal text: normal form and order.
// Must not know: where the text came from.
#include "core/base/decimal.hpp"

#include <algorithm>

namespace c360 {

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal decimal;
  if (text.starts_with('-')) {
    decimal.negative_ = true;
    text.remove_prefix(1);
  }
  const auto dot = text.find('.');
  std::string_view whole = text.substr(0, dot);
  std::string_view fraction = dot == text.npos ? std::string_view{} : text.substr(dot + 1);
  const auto is_digits = [](std::string_view part) {
    return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!is_digits(whole) || !is_digits(fraction) || (whole.empty() && fraction.empty())) return {};
  while (whole.starts_with('0')) whole.remove_prefix(1);
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  decimal.whole_ = whole;
  decimal.fraction_ = fraction;
  if (whole.empty() && fraction.empty()) decimal.negative_ = false;
  return decimal;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.negative_ != b.negative_) return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  auto order = a.whole_.size() <=> b.whole_.size();
  if (order == 0) order = a.whole_ <=> b.whole_;
  if (order == 0) order = a.fraction_ <=> b.fraction_;  // no trailing zeros: lexicographic is numeric
  return a.negative_ ? 0 <=> order : order;
}

void append(std::string& out, const Decimal& decimal) {
  if (decimal.negative_) out += '-';
  out += decimal.whole_.empty() ? "0" : decimal.whole_;
  if (!decimal.fraction_.empty()) out += "." + decimal.fraction_;
}

}  // namespace c360
