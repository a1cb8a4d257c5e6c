// Decimals, two of them with a space between: their order is that of their digits, aligned at the point.
// Longest input: 80
#include "core/base/decimal.hpp"

#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

namespace {

// Digits left and right of the point, filled up with zeros to the same lengths: text order is the order of sizes.
std::string aligned(std::string_view text, std::size_t length) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dot = std::min(text.find('.'), text.size());
  std::string digits(length - dot, '0');
  digits += text.substr(0, dot);
  if (dot < text.size()) digits += text.substr(dot + 1);
  digits.resize(length * 2, '0');
  return digits;
}

std::strong_ordering model(std::string_view a, std::string_view b) {
  const std::size_t length = std::max(a.size(), b.size());
  const std::string x = aligned(a, length), y = aligned(b, length), zero(length * 2, '0');
  const bool x_negative = a.starts_with('-') && x != zero, y_negative = b.starts_with('-') && y != zero;
  if (x_negative != y_negative) return x_negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return x_negative ? y <=> x : x <=> y;
}

void check_text(const Decimal& number) {
  std::string text;
  append(text, number);
  REQUIRE(Decimal::parse(text) == number);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  const std::string_view text = input.text(), first = text.substr(0, text.find(' ')),
                         second = first.size() < text.size() ? text.substr(first.size() + 1) : std::string_view("0");
  const auto a = Decimal::parse(first), b = Decimal::parse(second);
  if (a) check_text(*a);
  if (b) check_text(*b);
  if (!a || !b) return 0;
  REQUIRE((*a <=> *b) == model(first, second));
  REQUIRE((*b <=> *a) == model(second, first));
  REQUIRE((*a == *b) == (model(first, second) == 0));
  return 0;
}
