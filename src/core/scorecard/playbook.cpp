// Reading and checking of playbook rules.
// Must not know: how conditions are evaluated.
#include "core/scorecard/playbook.hpp"

#include <algorithm>
#include <limits>

#include "core/base/error.hpp"

namespace c360::scorecard {

namespace {

constexpr std::string_view example =
    R"(Write rules such as [{"play": "late onboarding", "when": "$.days_since_signature > 45", "action": "call the sponsor"}].)";

[[noreturn]] void fault(std::string detail, std::string hint = std::string(example)) {
  throw Error(ErrorKind::invalid_parameter, "invalid playbook rules", std::move(detail), std::move(hint));
}

std::string text(const Json& rule, std::string_view name, std::size_t position, bool needed) {
  const Json* value = rule.find(name);
  if (!value || value->kind == Json::Kind::null) {
    if (needed) fault(concat("Rule ", position, " has no \"", name, "\"."));
    return {};
  }
  if (value->kind != Json::Kind::string || (needed && value->text.empty()))
    fault(concat("\"", name, "\" of rule ", position, " is ",
                 value->kind == Json::Kind::string ? "empty" : kind_name(value->kind), ", not a text."));
  return value->text;
}

std::int32_t priority(const Json& rule, std::size_t position) {
  const Json* value = rule.find("priority");
  if (!value || value->kind == Json::Kind::null) return std::numeric_limits<std::int32_t>::max();
  std::int32_t number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto read = std::from_chars(value->text.data(), end, number);
  if (value->kind != Json::Kind::number || read.ec != std::errc{} || read.ptr != end || number < 1 ||
      number > 1'000'000)
    fault(concat("\"priority\" of rule ", position, " is no whole number from 1 to 1000000."),
          "Use 1 for the most urgent rules.");
  return number;
}

}  // namespace

std::vector<PlaybookRule> read_playbook(const Json& document) {
  if (document.kind != Json::Kind::array)
    fault(concat("The document is ", kind_name(document.kind), ", not an array of rules."));
  std::vector<PlaybookRule> rules;
  for (const Json& item : document.items) {
    const std::size_t position = rules.size() + 1;
    if (item.kind != Json::Kind::object)
      fault(concat("Rule ", position, " is ", kind_name(item.kind), ", not an object."));
    for (const auto& [name, value] : item.members)
      if (name != "play" && name != "when" && name != "action" && name != "owner" && name != "priority" &&
          name != "reason")
        fault(concat("Rule ", position, " has the unknown property \"", excerpt(name), "\"."),
              "Known properties are play, when, action, owner, priority and reason.");
    rules.push_back({text(item, "play", position, true), text(item, "when", position, true),
                     text(item, "action", position, true), text(item, "owner", position, false),
                     text(item, "reason", position, false), priority(item, position)});
    for (std::size_t other = 0; other + 1 < rules.size(); ++other)
      if (rules[other].play == rules.back().play)
        fault(concat("The play \"", excerpt(rules.back().play), "\" stands twice."),
              "Give every rule a play of its own.");
  }
  std::ranges::stable_sort(rules, {}, &PlaybookRule::priority);
  return rules;
}

}  // namespace c360::scorecard
