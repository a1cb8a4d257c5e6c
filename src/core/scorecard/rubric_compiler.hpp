// From a rubric's document to what scores are computed with.
// Must not know: metrics' values, sessions.
#pragma once

#include "core/scorecard/rubric.hpp"

namespace c360::scorecard {

// The rubric is whole only if there is no fault.
void compile(const Json& document, Rubric& rubric, document::Faults& faults);

}  // namespace c360::scorecard
