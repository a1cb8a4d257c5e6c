// The text form of survival curves, the field's notation: {5,12*2,30+,45+*4}. A duration stands for an observation that
// reached it then, with + for a censored one; * gives how many.
// Must not know: sessions.
#pragma once

#include <string>
#include <string_view>

#include "core/journey/survival.hpp"

namespace c360::journey {

// Ascending, at one duration the reached ones first.
std::string to_text(const SurvivalCurveView& curve);

// In any order; equal durations add up. Writes into an empty buffer. Throws invalid_text, and out_of_range for what no
// curve holds.
void from_text(std::string_view text, StateBuffer& result);

}  // namespace c360::journey
