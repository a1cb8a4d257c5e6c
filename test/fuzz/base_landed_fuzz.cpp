// What connectors land: no text breaks a reader, and what is read reads again as itself.
// Longest input: 64
#include "core/base/landed.hpp"

#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  for (const bool with_currency : {false, true})
    if (const auto plain = plain_number(input.text(), with_currency)) REQUIRE(plain_number(*plain, false) == plain);
  if (const auto whole = whole_number(input.text())) REQUIRE(whole_number(std::to_string(*whole)) == whole);
  if (const auto moment = landed_moment(input.text())) {
    std::string day;
    append(day, moment->day);
    const auto again = landed_moment(day);
    REQUIRE(again && again->day == moment->day && again->at_midnight);
  }
  return 0;
}
