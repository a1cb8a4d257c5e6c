// Days: what is read is written as the same text.
// Longest input: 24
#include "core/base/day.hpp"

#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  if (const auto parsed = parse_day(input.text())) {
    REQUIRE(is_calendar_day(parsed->value));
    std::string text;
    append(text, *parsed);
    REQUIRE(text == input.text());
  }
  const Day some = input.take_day();
  std::string text;
  append(text, some);
  REQUIRE(parse_day(text) == some);
  return 0;
}
