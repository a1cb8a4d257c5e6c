// The options of a survey, a JSON document: which end of the scale is the good one.
// Must not know: the scale.
#pragma once

#include <string_view>

#include "core/base/json.hpp"

namespace c360::feedback {

// {"low_is": good}, {"low_is": bad}, or {}: whether low answers are the good ones. Throws invalid_parameter for
// anything else.
struct Ends {
  std::string_view good, bad;
};
inline constexpr Ends csat_ends{"good", "bad"}, ces_ends{"easy", "hard"};
bool low_is_good(const Json& options, const Ends& ends);

}  // namespace c360::feedback
