// Playbooks: whatever the document, every fault is a whole sentence with a place; rules that have none are complete and
// in the order of their priority. Longest input: 400
#include "core/scorecard/playbook.hpp"

#include <set>

#include "document_fuzzing.hpp"

using namespace c360;
using namespace c360::scorecard;
using namespace c360::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  Json json;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { json = parse_json(input.text()); })) return 0;
  document::Faults faults;
  read_playbook(json, faults);
  check_faults(faults);
  const bool is_valid = succeeds({ErrorKind::invalid_parameter}, [&] {
    const std::vector<PlaybookRule> rules = parse_playbook(json);
    REQUIRE(rules.size() == json.items.size());
    std::set<std::string> plays;
    std::int32_t before = 1;
    for (const PlaybookRule& rule : rules) {
      REQUIRE(!rule.play.empty() && !rule.when.empty() && !rule.action.empty());
      REQUIRE(plays.insert(rule.play).second);
      REQUIRE(rule.priority >= before && (rule.priority <= 1'000'000 || rule.priority == PlaybookRule::last));
      before = rule.priority;
    }
  });
  REQUIRE(is_valid == faults.none());
  return 0;
}
