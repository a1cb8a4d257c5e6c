// Text → survival curve → text → survival curve: the second is the first, both are valid, and every observation is
// counted. Longest input: 200
#include "core/journey/survival_text.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::journey;
using namespace c360::fuzzing;

static ConstBytes read(std::string_view text, StateBuffer& buffer) {
  from_text(text, buffer);
  const ConstBytes value = SurvivalCurveView(buffer.bytes()).value_bytes();
  SurvivalCurveView::validate(value);
  return value;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  BoundedMemory memory;
  StateBuffer buffer(memory);
  ConstBytes value;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { value = read(input.text(), buffer); }))
    return 0;

  const SurvivalCurveView curve(value);
  const std::string text = to_text(curve);
  BoundedMemory second_memory;
  StateBuffer second_block(second_memory);
  const ConstBytes second = read(text, second_block);
  REQUIRE(std::ranges::equal(value, second));
  REQUIRE(to_text(SurvivalCurveView(second)) == text);
  REQUIRE(compare(curve, SurvivalCurveView(second)) == 0);

  // A + for every duration with censored observations, a comma between all.
  std::size_t censored = 0, entries = 0;
  for (std::size_t i = 0; i < curve.count(); ++i) {
    censored += curve.item(i).censored > 0;
    entries += (curve.item(i).censored > 0) + (curve.item(i).reached > 0);
  }
  REQUIRE(static_cast<std::size_t>(std::ranges::count(text, '+')) == censored);
  REQUIRE(static_cast<std::size_t>(std::ranges::count(text, ',')) + 1 == std::max<std::size_t>(entries, 1));
  return 0;
}
