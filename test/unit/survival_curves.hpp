// Survival curves as texts, for tests.
// Must not know: estimates.
#pragma once

#include "aggregate.hpp"
#include "core/journey/survival_text.hpp"

namespace c360::testing {

class Curve {
 public:
  explicit Curve(std::string_view text) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    journey::from_text(text, buffer);
    own_ = OddCopy(journey::SurvivalCurveView(buffer.bytes()).value_bytes());
  }
  explicit Curve(ConstBytes bytes) : own_(journey::SurvivalCurveView(bytes).value_bytes()) {}

  journey::SurvivalCurveView view() const { return journey::SurvivalCurveView(own_.bytes()); }
  ConstBytes bytes() const { return own_.bytes(); }

 private:
  OddCopy own_;
};

inline std::string text_of(ConstBytes curve) { return journey::to_text(journey::SurvivalCurveView(curve)); }

}  // namespace c360::testing
