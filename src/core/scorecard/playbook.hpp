// Playbook rules (METRICS C7): if X, then Y. The conditions are SQL/JSON paths, which the host evaluates.
// Must not know: metrics, sessions.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/document.hpp"
#include "core/scorecard/wording.hpp"

namespace c360::scorecard {

struct PlaybookRule {
  static constexpr std::int32_t last = std::numeric_limits<std::int32_t>::max();

  std::string play, when, owner;
  Wording action, reason;
  std::int32_t priority = last;  // 1 = first; where it is not given, the last
};

// [{"play": …, "when": "$.seats_used >= 0.9 * $.seats", "action": …, "owner": …, "priority": 1, "reason": …}], in the
// order of priority. The rules are whole only if there is no fault.
std::vector<PlaybookRule> read_playbook(const Json& document, document::Faults& faults);

// The same; throws invalid_parameter with all faults.
std::vector<PlaybookRule> parse_playbook(const Json& document);

}  // namespace c360::scorecard
