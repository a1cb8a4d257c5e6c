// Playbook rules (METRICS C7): if X, then Y. The conditions are SQL/JSON paths, which the host evaluates.
// Must not know: metrics, sessions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.hpp"

namespace c360::scorecard {

struct PlaybookRule {
  std::string play, when, action, owner, reason;
  std::int32_t priority = 0;  // 1 = first; where it is not given, the last
};

// [{"play": …, "when": "$.seats_used >= 0.9 * $.seats", "action": …, "owner": …, "priority": 1, "reason": …}], in the
// order of priority. Throws invalid_parameter naming the rule and what is wrong with it.
std::vector<PlaybookRule> read_playbook(const Json& document);

}  // namespace c360::scorecard
