// Playbook rules (METRICS C7): what they are, and all that can be wrong with them at once.
#include "core/scorecard/playbook.hpp"

#include "documents.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

std::vector<std::string> faults_of(std::string_view json) {
  return told_by([&](const Json& document, document::Faults& faults) { read_playbook(document, faults); }, json);
}

TEST(Playbook, ComesInTheOrderOfPriorityAndThenOfTheDocument) {
  const auto rules = parse_playbook(parse_json(R"([
    {"play": "b", "when": "$.x > 1", "action": "act", "priority": 2, "owner": "csm", "reason": "because"},
    {"play": "c", "when": "$.x > 2", "action": "act"},
    {"play": "d", "when": "$.x > 3", "action": "act", "priority": null, "owner": null},
    {"play": "a", "when": "$.x > 4", "action": "act", "priority": 1}])"));
  std::string order;
  for (const PlaybookRule& rule : rules) order += rule.play;
  EXPECT_EQ(order, "abcd");
  EXPECT_EQ(rules[1].when, "$.x > 1");
  EXPECT_EQ(rules[1].owner, "csm");
  EXPECT_EQ(rules[1].reason.with({}), "because");
  EXPECT_EQ(rules[1].priority, 2);
  EXPECT_EQ(rules[2].priority, PlaybookRule::last);
  EXPECT_EQ(rules[3].owner, "");
}

TEST(Playbook, TellsWhatIsWrongWithASentence) {
  EXPECT_EQ(
      faults_of(R"([{"play": "a", "when": "$.a", "action": "ask {", "reason": "{}"}])"),
      (std::vector<std::string>{"malformed_place $[0].action: A place for a metric does not end, or has no name. Write "
                                "{days_inactive}, {usage_change_4w%}, or {{ for a brace.",
                                "malformed_place $[0].reason: A place for a metric does not end, or has no name. Write "
                                "{days_inactive}, {usage_change_4w%}, or {{ for a brace."}));
}

TEST(Playbook, OfNoRulesIsOne) { EXPECT_TRUE(parse_playbook(parse_json("[]")).empty()); }

TEST(Playbook, TellsAllFaultsAtOnce) {
  EXPECT_EQ(
      faults_of(
          R"([7, {"play": "", "wen": "$.a", "action": 5}, {"play": "a", "when": "$.a", "action": "b", "priority": 1.5},
                          {"play": "a", "when": "$.a", "action": "b", "entirely": 1, "entirely": 2, "play": "c"}])"),
      (std::vector<std::string>{
          "wrong_type $[0]: This is a number; it must be an object.",
          "unknown_property $[1].wen: Unknown property. Did you mean \"when\"?",
          "empty_text $[1].play: The text is empty. Give a name.",
          "missing_property $[1]: The property \"when\" is missing.",
          "wrong_type $[1].action: This is a number; it must be a string.",
          "number_out_of_range $[2].priority: This is not a whole number from 1 to 1000000. Use 1 for the most "
          "urgent rules.",
          "unknown_property $[3].entirely: Unknown property. Known ones are play, when, action, owner, priority, "
          "reason.",
          "unknown_property $[3].entirely: Unknown property. Known ones are play, when, action, owner, priority, "
          "reason.",
          "duplicate_property $[3].entirely: The property occurs twice. Remove one of them.",
          "duplicate_property $[3].play: The property occurs twice. Remove one of them.",
          "duplicate_key $[3].play: The play \"a\" occurs twice. Give every rule its own play.",
      }));
}

TEST(Playbook, PrioritiesAreWholeNumbersFrom1To1000000) {
  const auto with = [](std::string_view priority) {
    return faults_of(concat(R"([{"play": "a", "when": "b", "action": "c", "priority": )", priority, "}]")).size();
  };
  for (const std::string_view good : {"1", "1000000", "null"}) EXPECT_EQ(with(good), 0u) << good;
  for (const std::string_view bad : {"0", "-1", "1000001", "99999999999", "1.0", "1e2", "\"1\"", "true", "[]"})
    EXPECT_EQ(with(bad), 1u) << bad;
}

TEST(Playbook, ThatIsFaultyIsRefusedWithAllFaults) {
  const auto refused = [](std::string_view json) { return [=] { parse_playbook(parse_json(json)); }; };
  EXPECT_EQ(error_of(refused("{}")), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of(refused("{}")), "The document is an object, not an array of rules.");
  EXPECT_EQ(detail_of(refused(R"([{"play": "a", "when": "b"}])")), "At $[0]: The property \"action\" is missing.");
  EXPECT_EQ(detail_of(refused("[1, 2]")),
            "At $[0]: This is a number; it must be an object.\nAt $[1]: This is a number; it must be an object.");
}

}  // namespace
}  // namespace c360::scorecard
