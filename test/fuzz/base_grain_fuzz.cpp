// Grains: read, written and read again they are the same, and their periods hold their days.
// Longest input: 40
#include "core/base/grain.hpp"

#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

static void check_periods(const Grain& grain, Day as_of, Day some) {
  const Periods periods(grain, as_of);
  const std::int64_t index = periods.index(some);
  REQUIRE(periods.start(index) <= some.value && some.value <= periods.last(index));
  REQUIRE(periods.start(index + 1) == periods.last(index) + 1);
  REQUIRE(periods.last(periods.last_finished(as_of)) <= as_of.value);
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const Day as_of = input.take_day(), some = input.take_day();
  Grain grain;
  if (!succeeds({ErrorKind::invalid_parameter}, [&] { grain = Grain::parse(input.text()); })) return 0;
  std::string text;
  append(text, grain);
  REQUIRE(Grain::parse(text) == grain);
  REQUIRE(Grain::from_code(grain.code()) == grain);
  check_periods(grain, as_of, some);
  return 0;
}
