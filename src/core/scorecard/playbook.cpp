// Compiling of playbook rules.
// Must not know: how conditions are evaluated.
#include "core/scorecard/playbook.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "core/base/error.hpp"
#include "core/scorecard/grammar.hpp"

namespace c360::scorecard {

namespace {

using document::Faults;
using document::Object;
using document::Path;

constexpr std::string_view example = R"(Write rules such as [{"play": "late onboarding", )"
                                     R"("when": "$.days_since_signature > 45", "action": "call the sponsor"}].)";

std::int32_t read_priority(Object& item, Faults& faults) {
  const Json* value = item.value("priority");
  if (!value) return PlaybookRule::last;
  std::int32_t number = 0;
  const char* const end = value->text.data() + value->text.size();
  const auto read = std::from_chars(value->text.data(), end, number);
  if (value->kind == Json::Kind::number && read.ec == std::errc{} && read.ptr == end &&
      grammar::priority.holds(number * document::one))
    return number;
  faults.tell("number_out_of_range", item.at("priority"), "This is not a whole number from 1 to 1000000.",
              "Use 1 for the most urgent rules.");
  return PlaybookRule::last;
}

}  // namespace

std::vector<PlaybookRule> read_playbook(const Json& document, Faults& faults) {
  std::vector<PlaybookRule> rules;
  const Path root;
  if (document.kind != Json::Kind::array) {
    faults.tell("wrong_type", root, concat("The document is ", kind_name(document.kind), ", not an array of rules."));
    return rules;
  }
  std::unordered_set<std::string> plays;
  for (std::size_t i = 0; i < document.items.size(); ++i) {
    const Path at = root.element(i);
    Object item(document.items[i], at, grammar::rule, faults);
    if (!item) continue;
    PlaybookRule rule;
    rule.play = item.text("play");
    rule.when = item.text("when");
    rule.action = Wording::read(item.text("action"), item.at("action"), faults);
    rule.owner = item.text("owner");
    rule.priority = read_priority(item, faults);
    rule.reason = Wording::read(item.text("reason"), item.at("reason"), faults);
    if (!rule.play.empty() && !plays.insert(rule.play).second)
      faults.tell("duplicate_key", item.at("play"), concat("The play \"", excerpt(rule.play), "\" occurs twice."),
                  "Give every rule its own play.");
    rules.push_back(std::move(rule));
  }
  std::ranges::stable_sort(rules, {}, &PlaybookRule::priority);
  return rules;
}

std::vector<PlaybookRule> parse_playbook(const Json& document) {
  Faults faults;
  std::vector<PlaybookRule> rules = read_playbook(document, faults);
  document::refuse(faults, "invalid playbook rules", example);
  return rules;
}

}  // namespace c360::scorecard
