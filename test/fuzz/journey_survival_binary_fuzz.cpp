// Bytes that validate() lets in stand every operation; the estimate and the union keep their laws.
// Longest input: 400
#include "core/journey/survival_text.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::journey;
using namespace c360::fuzzing;

namespace {

bool same(ConstBytes a, ConstBytes b) { return std::ranges::equal(a, b); }
ConstBytes value_of(const StateBuffer& buffer) {
  const ConstBytes value = SurvivalCurveView(buffer.bytes()).value_bytes();
  SurvivalCurveView::validate(value);
  return value;
}

void check_text(const SurvivalCurveView& curve) {
  BoundedMemory memory;
  StateBuffer buffer(memory);
  from_text(to_text(curve), buffer);
  REQUIRE(same(value_of(buffer), curve.value_bytes()));
}

void check_estimate(const SurvivalCurveView& curve) {
  ProductLimit walk(curve);
  Fixed before(1);
  std::int64_t left = curve.observations();
  const auto median = survival_median(curve);
  std::optional<std::int32_t> first_half;
  while (!walk.at_end()) {
    const std::int32_t at = walk.next_at();
    walk.step();
    const SurvivalPoint point = walk.point();
    REQUIRE(point.counts.at == at && point.at_risk == left);
    REQUIRE(point.survival <= before);
    REQUIRE((point.counts.reached == 0) == (point.survival == before) || point.survival == Fixed());
    REQUIRE((point.survival == Fixed()) == (point.counts.reached == left || before == Fixed()));
    REQUIRE(point.standard_error.has_value() == (point.counts.reached < left));
    REQUIRE(!point.standard_error || *point.standard_error <= Fixed(1));
    REQUIRE(survival_at(curve, at) == point.survival);
    if (!first_half && point.survival <= Fixed(1) / 2) first_half = at;
    before = point.survival;
    left -= point.counts.observations();
  }
  REQUIRE(left == 0 && median == first_half);
}

void check_pair(const SurvivalCurveView& a, const SurvivalCurveView& b) {
  REQUIRE((compare(a, b) == 0) == same(a.value_bytes(), b.value_bytes()));
  REQUIRE(compare(a, b) == (0 <=> compare(b, a)));
  BoundedMemory memory;
  StateBuffer sum(memory), reversed(memory);
  const auto add_both = [](StateBuffer& buffer, const SurvivalCurveView& first, const SurvivalCurveView& second) {
    build_curve(buffer, [&](SurvivalAgg& curve) {
      curve.add(first);
      curve.add(second);
    });
  };
  if (!succeeds({ErrorKind::out_of_range}, [&] { add_both(sum, a, b); })) return;
  add_both(reversed, b, a);
  REQUIRE(same(value_of(sum), value_of(reversed)));
  REQUIRE(SurvivalCurveView(sum.bytes()).observations() == a.observations() + b.observations());
  // One observation at a time, where they are few.
  if (b.observations() > 100) return;
  succeeds({}, [&] {
    StateBuffer rows(memory);
    build_curve(rows, [&](SurvivalAgg& curve) {
      curve.add(a);
      for (std::size_t i = 0; i < b.count(); ++i) {
        for (std::int64_t k = 0; k < b.item(i).reached; ++k) curve.add(Observation{b.item(i).at, true});
        for (std::int64_t k = 0; k < b.item(i).censored; ++k) curve.add(Observation{b.item(i).at, false});
      }
    });
    REQUIRE(same(value_of(rows), value_of(sum)));
  });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const OddCopy second(input.take_bytes(input.take<std::uint8_t>())), first(input.bytes());
  if (!succeeds({ErrorKind::invalid_binary}, [&] { SurvivalCurveView::validate(first.bytes()); })) return 0;
  const SurvivalCurveView curve(first.bytes());
  check_text(curve);
  check_estimate(curve);
  const bool has_second = succeeds({ErrorKind::invalid_binary}, [&] { SurvivalCurveView::validate(second.bytes()); });
  check_pair(curve, has_second ? SurvivalCurveView(second.bytes()) : curve);
  return 0;
}
