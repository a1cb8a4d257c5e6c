// Rubrics (METRICS C2): what is wrong with them, and that their JSON schema says the same as far as a schema can.
#include "core/scorecard/rubric.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "core/scorecard/grammar.hpp"
#include "documents.hpp"
#include "json_schema.hpp"
#include "scoring.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

std::vector<std::string> codes_of(std::string_view json) {
  document::Faults faults;
  Rubric::read(json, faults);
  std::vector<std::string> codes;
  for (const Fault& fault : faults.list()) codes.push_back(concat(fault.code, " ", fault.path));
  return codes;
}

TEST(Rubric, OfTextThatIsNoJsonHasOneFault) {
  EXPECT_EQ(codes_of("{"), (std::vector<std::string>{"unreadable $"}));
  EXPECT_EQ(codes_of(R"({"rubric": 1e999})"), (std::vector<std::string>{"unreadable $"}));
  EXPECT_EQ(codes_of(std::string(100, '[')), (std::vector<std::string>{"unreadable $"}));
}

TEST(Rubric, TellsAllFaultsInTheOrderOfTheDocument) {
  EXPECT_EQ(
      codes_of(
          R"({"rubric": 3, "naem": 1, "metrics": [{"key": "a", "weight": 70, "type": "ranges", "ranges": [{"lt": 2, "points": 9}, {"ge": 1, "points": 1}]},
                        {"key": "a", "weight": 40, "type": "binary", "map": {}}], "caps": [{"when": {"key": "x"}, "max": 101, "reason": "r"}]})"),
      (std::vector<std::string>{
          "unknown_property $.naem", "unsupported_format $.rubric", "points_out_of_range $.metrics[0].ranges[0].points",
          "overlap $.metrics[0].ranges[1]", "duplicate_key $.metrics[1].key", "unused_property $.metrics[1].map",
          "weights_total $.metrics", "cap_out_of_range $.caps[0].max", "empty_condition $.caps[0].when"}));
}

TEST(Rubric, NumbersItsInputsAsJsonbOrdersKeys) {
  const Rubric of = rubric(
      R"({"rubric": 1, "metrics": [{"key": "ccc", "weight": 50, "type": "binary"}, {"key": "b", "weight": 50, "type": "binary", "gate": {"unless": {"aa": [1]}, "policy": "zero"}}]})");
  EXPECT_EQ(of.inputs, (std::vector<std::string>{"b", "aa", "ccc"}));
  EXPECT_EQ(of.metrics[0].input, 2u);
  EXPECT_EQ(of.metrics[1].input, 0u);
  EXPECT_EQ(of.metrics[1].gate->choices[0].input, 1u);
}

TEST(Rubric, ThrowsItsFirstFault) {
  const auto parse = [](std::string_view json) { return [=] { rubric(json); }; };
  EXPECT_EQ(error_of(parse(R"({"rubric": 1, "metrics": []})")), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of(parse(R"({"rubric": 1, "metrics": []})")),
            "At $.metrics: There are no metrics. Give at least one.");
  EXPECT_EQ(detail_of(parse("{}")), "At $: The property \"rubric\" is missing.");
}

TEST(Rubric, SegmentsOverrideMetricsAndKeepTheRest) {
  const Rubric of = rubric(R"({"rubric": 1, "metrics": [
    {"key": "a", "weight": 50, "type": "ranges", "ranges": [{"points": 1}]}, {"key": "b", "weight": 30, "type": "binary"},
    {"key": "c", "weight": 20, "type": "ranges", "ranges": [{"points": 2}]}],
    "segments": [{"name": "s", "when": {"tier": ["x"]}, "weights": {"c": 10, "a": 60}, "ranges": {"c": [{"points": 5}]}}]})");
  const Segment& segment = of.segments.at(0);
  EXPECT_EQ(segment.weight_of(0), 60 * micro);
  EXPECT_EQ(segment.weight_of(1), std::nullopt);
  EXPECT_EQ(segment.weight_of(2), 10 * micro);
  EXPECT_EQ(segment.ranges_of(0), nullptr);
  EXPECT_EQ(segment.ranges_of(2)->at(0).points, 5 * micro);
}

// A cap without a condition would hold for everybody.
TEST(Rubric, ACapWithoutValuesIsAFault) {
  const auto cap = [](std::string_view when) {
    return codes_of(
        concat(R"({"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}], "caps": [{"when": )", when,
               R"(, "max": 5, "reason": "r"}]})"));
  };
  const std::vector<std::string> none, no_values = {"empty_condition $.caps[0].when.in"},
                                       no_condition = {"empty_condition $.caps[0].when"};
  EXPECT_EQ(cap(R"({"key": "a", "in": []})"), no_values);
  EXPECT_EQ(cap(R"({"key": "a", "in": 5})"), no_values);
  EXPECT_EQ(cap(R"({"key": "a", "in": null})"), no_condition);
  EXPECT_EQ(cap(R"({"key": "a", "ge": null})"), no_condition);
  EXPECT_EQ(cap(R"({"key": "a", "ge": null, "in": [1]})"), none);
  EXPECT_EQ(cap(R"({"key": "a", "in": [true, "x", 1.5]})"), none);
}

// ---- every case against validator and schema

constexpr std::string_view whole = R"({
  "rubric": 1, "name": "product_adoption", "version": "2026-01", "max_points": 5, "scale": 100, "missing": "zero", "min_coverage": 0.6,
  "metrics": [
    {"key": "contract_utilization", "label": "Contract utilisation", "group": "usage", "weight": 40, "type": "ranges", "ranges": [
      {"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "lt": 0.8, "points": 4}, {"ge": 0.8, "points": 5}]},
    {"key": "profiles_enabled", "group": "breadth", "weight": 20, "type": "binary", "points": 5, "gate": {"unless": {"tier": ["starter"]}, "policy": "zero"}},
    {"key": "unique_logins_30d", "group": "usage", "weight": 25, "type": "linear", "from": 0, "to": 10, "points": [0, 5], "outside": "clamp"},
    {"key": "csm_sentiment", "group": "sentiment", "weight": 15, "type": "map", "map": {"red": 0, "yellow": 2.5, "green": 5}, "missing": "exclude", "stale_after": "90 days", "observed_at": "sentiment_at"}],
  "segments": [{"name": "enterprise", "when": {"tier": ["enterprise"]}, "weights": {"contract_utilization": 45, "csm_sentiment": 10}}],
  "caps": [{"when": {"key": "days_inactive", "ge": 60}, "max": 39, "reason": "no login for 60 days"}],
  "bands": [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45}, {"label": "green", "ge": 70}]})";

// Puts a value into the good rubric; a name or the item behind the last one is added.
Json with(std::string_view path, std::string_view value) {
  Json document = parse_json(whole);
  Json* at = &document;
  while (!path.empty()) {
    const std::string name(path.substr(0, path.find('/')));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    if (at->kind == Json::Kind::array) {
      const auto index = static_cast<std::size_t>(std::stoul(name));
      if (index == at->items.size()) at->items.emplace_back();
      at = &at->items.at(index);
    } else {
      if (!at->find(name)) at->members.push_back({name, {}});
      at = const_cast<Json*>(at->find(name));
    }
  }
  *at = parse_json(value);
  return document;
}

struct Case {
  std::string_view path, value;
  std::vector<std::string> codes;  // the first two words of every fault: what, and where
  bool is_seen_by_schema = true;
};
constexpr bool unseen = false;

// Faults of which JSON Schema cannot speak: one part of the document is held against another, or how a number is
// written.
const std::set<std::string> beyond_schema = {"weight_out_of_range",
                                             "unknown_group",
                                             "weights_total",
                                             "duplicate_key",
                                             "unknown_metric",
                                             "empty_range",
                                             "overlap",
                                             "hole",
                                             "points_out_of_range",
                                             "bands_overlap",
                                             "bands_hole",
                                             "bands_do_not_cover",
                                             "invalid_bands",
                                             "cap_out_of_range",
                                             "number_out_of_range",
                                             "wrong_type",
                                             "duplicate_property"};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"", "[]", {"wrong_type $"}},
      {"", "3", {"wrong_type $"}},
      {"", "\"text\"", {"wrong_type $"}},
      {"", "null", {"wrong_type $"}},
      {"", "{}", {"missing_property $", "missing_property $"}},
      // the document
      {"rubric", "1.0", {}},
      {"rubric", "2", {"unsupported_format $.rubric"}},
      {"rubric", "\"1\"", {"wrong_type $.rubric"}},
      {"rubric", "null", {"missing_property $"}},
      {"naem", "\"x\"", {"unknown_property $.naem"}},
      {"entirely_unknown", "null", {"unknown_property $.entirely_unknown"}},
      {"name", "5", {"wrong_type $.name"}},
      {"name", "\"\"", {}},
      {"name", "null", {}},
      {"description", "\"why\"", {}},
      {"version", "1", {"wrong_type $.version"}},
      {"max_points", "0", {"number_out_of_range $.max_points"}},
      {"max_points", "1000000.000001", {"number_out_of_range $.max_points"}},
      {"max_points", "1000000", {}},
      {"max_points", "null", {}},
      {"max_points",
       "4",
       {"points_out_of_range $.metrics[0].ranges[3].points", "points_out_of_range $.metrics[1].points",
        "points_out_of_range $.metrics[2].points[1]", "points_out_of_range $.metrics[3].map.green"},
       unseen},
      {"scale", "-1", {"number_out_of_range $.scale"}},
      {"scale", "38", {"cap_out_of_range $.caps[0].max"}, unseen},
      {"scale", "1e2", {"number_out_of_range $.scale"}, unseen},
      {"missing", "\"none\"", {"unknown_policy $.missing"}},
      {"missing", "5", {"unknown_policy $.missing"}},
      {"missing", "null", {}},
      {"missing", "\"error\"", {}},
      {"missing", "{\"points\": 1}", {}},
      {"missing", "{\"points\": null}", {"missing_property $.missing"}},
      {"missing", "{\"points\": 6}", {"points_out_of_range $.missing.points"}, unseen},
      {"missing", "{\"points\": -1}", {"points_out_of_range $.missing.points"}},
      {"missing", "{\"point\": 1}", {"unknown_property $.missing.point", "missing_property $.missing"}},
      {"missing", "\"exclude_in_group\"", {}},
      {"metrics/1/missing", "\"exclude_in_group\"", {}},
      {"metrics/0/group", "null", {}},
      {"normalize", "true", {}},
      {"normalize", "false", {}},
      {"normalize", "null", {}},
      {"normalize", "1", {"wrong_type $.normalize"}},
      {"groups", "null", {}},
      {"groups", "{}", {"wrong_type $.groups"}},
      {"groups",
       "[]",
       {"no_groups $.groups", "unknown_group $.metrics[0].group", "unknown_group $.metrics[1].group",
        "unknown_group $.metrics[2].group", "unknown_group $.metrics[3].group"}},
      {"groups",
       "[{\"name\": \"usage\", \"weight\": 60}, {\"name\": \"breadth\", \"weight\": 20}, {\"name\": \"sentiment\", "
       "\"weight\": 20, \"description\": \"what they say\"}]",
       {}},
      {"groups",
       "[{\"name\": \"usage\", \"weight\": 60}, {\"name\": \"breadth\", \"weight\": 20}, {\"name\": \"sentimant\", "
       "\"weight\": 21}]",
       {"weights_total $.groups", "unknown_group $.metrics[3].group"},
       unseen},
      {"groups",
       "[{\"name\": \"usage\", \"weight\": 101}, {\"name\": \"usage\", \"weight\": 20}, {\"name\": \"\", \"weight\": "
       "-1}, 7, "
       "{}]",
       {"weight_out_of_range $.groups[0].weight", "duplicate_key $.groups[1].name", "empty_text $.groups[2].name",
        "weight_out_of_range $.groups[2].weight", "wrong_type $.groups[3]", "missing_property $.groups[4]",
        "missing_property $.groups[4]", "unknown_group $.metrics[1].group", "unknown_group $.metrics[3].group"}},
      {"segments/0/groups", "{\"usage\": 60}", {"unknown_group $.segments[0].groups.usage"}, unseen},
      {"segments/0/groups", "[]", {"wrong_type $.segments[0].groups"}},
      {"min_coverage", "60", {"min_coverage_out_of_range $.min_coverage"}},
      {"min_coverage", "1", {}},
      {"min_coverage", "null", {}},
      {"metrics",
       "[]",
       {"no_metrics $.metrics", "unknown_metric $.segments[0].weights.contract_utilization",
        "unknown_metric $.segments[0].weights.csm_sentiment"}},
      {"metrics",
       "{}",
       {"wrong_type $.metrics", "unknown_metric $.segments[0].weights.contract_utilization",
        "unknown_metric $.segments[0].weights.csm_sentiment"}},
      {"segments", "null", {}},
      {"segments", "[]", {}},
      {"segments", "{}", {"wrong_type $.segments"}},
      {"caps", "null", {}},
      {"caps", "[]", {}},
      {"bands", "null", {}},
      // metrics
      {"metrics/0",
       "7",
       {"wrong_type $.metrics[0]", "weights_total $.metrics",
        "unknown_metric $.segments[0].weights.contract_utilization"}},
      {"metrics/0",
       "null",
       {"wrong_type $.metrics[0]", "weights_total $.metrics",
        "unknown_metric $.segments[0].weights.contract_utilization"}},
      {"metrics/0/wieght", "40", {"unknown_property $.metrics[0].wieght"}},
      {"metrics/0/weight", "39.5", {"weights_total $.metrics"}, unseen},
      {"metrics/0/weight", "-1", {"weight_out_of_range $.metrics[0].weight"}},
      {"metrics/0/weight", "100.5", {"weight_out_of_range $.metrics[0].weight"}, unseen},
      {"metrics/0/weight", "1000001", {"weight_out_of_range $.metrics[0].weight"}},
      {"metrics/0/weight", "null", {"missing_property $.metrics[0]"}},
      {"metrics/0/weight", "0.0000001", {"number_out_of_range $.metrics[0].weight"}, unseen},
      {"metrics/0/label", "null", {}},
      {"metrics/0/label", "true", {"wrong_type $.metrics[0].label"}},
      {"metrics/1/key", "\"contract_utilization\"", {"duplicate_key $.metrics[1].key"}, unseen},
      {"metrics/1/key", "\"\"", {"empty_text $.metrics[1].key"}},
      {"metrics/1/key", "null", {"missing_property $.metrics[1]"}},
      {"metrics/1/type", "\"boolean\"", {"unknown_type $.metrics[1].type"}},
      {"metrics/1/type", "null", {"missing_property $.metrics[1]"}},
      {"metrics/1/type", "\"\"", {"empty_text $.metrics[1].type"}},
      {"metrics/1/points", "6", {"points_out_of_range $.metrics[1].points"}, unseen},
      {"metrics/1/points", "-0.5", {"points_out_of_range $.metrics[1].points"}},
      {"metrics/1/points", "null", {}},
      {"metrics/1/points", "[0, 5]", {"wrong_type $.metrics[1].points"}},
      {"metrics/1/ranges", "[]", {"unused_property $.metrics[1].ranges"}},
      {"metrics/1/ranges", "null", {"unused_property $.metrics[1].ranges"}},
      {"metrics/1/other", "1", {"unused_property $.metrics[1].other"}},
      {"metrics/0/ranges", "[]", {"no_ranges $.metrics[0].ranges"}},
      {"metrics/0/ranges", "null", {"missing_property $.metrics[0]"}},
      {"metrics/0/ranges", "{}", {"wrong_type $.metrics[0].ranges"}},
      {"metrics/0/ranges", "[{\"ge\": null, \"points\": 5}]", {}},
      {"metrics/0/ranges",
       "[{\"lt\": 0.4, \"points\": 0}, {\"ge\": 0.3, \"points\": 5}]",
       {"overlap $.metrics[0].ranges[1]"},
       unseen},
      {"metrics/0/ranges",
       "[{\"lt\": 0.4, \"points\": 0}, {\"ge\": 0.5, \"points\": 5}]",
       {"hole $.metrics[0].ranges[1]"},
       unseen},
      {"metrics/0/ranges",
       "[{\"ge\": 0, \"lt\": 0.4, \"points\": 0}, {\"ge\": 0.4, \"lt\": 1, \"points\": 5}]",
       {"hole $.metrics[0].ranges[0]", "hole $.metrics[0].ranges[1]"},
       unseen},
      {"metrics/0/ranges",
       "[{\"points\": 0}, {\"ge\": 0.4, \"points\": 5}]",
       {"overlap $.metrics[0].ranges[1]"},
       unseen},
      {"metrics/0/ranges",
       "[{\"lt\": 0.4, \"points\": 9}, {\"ge\": 0.3, \"lt\": 0.2, \"points\": 5}, {\"ge\": 0.3}]",
       {"points_out_of_range $.metrics[0].ranges[0].points", "empty_range $.metrics[0].ranges[1]",
        "missing_property $.metrics[0].ranges[2]"}},
      {"metrics/0/ranges",
       "[{\"lt\": \"0.4\", \"points\": 0}, {\"ge\": 0.4, \"ponits\": 5}, 7]",
       {"wrong_type $.metrics[0].ranges[0].lt", "unknown_property $.metrics[0].ranges[1].ponits",
        "missing_property $.metrics[0].ranges[1]", "wrong_type $.metrics[0].ranges[2]"}},
      {"metrics/2/from", "10", {"empty_range $.metrics[2]"}, unseen},
      {"metrics/2/from", "null", {"missing_property $.metrics[2]"}},
      {"metrics/2/from", "-1000000000000", {}},
      {"metrics/2/from", "-1000000000001", {"number_out_of_range $.metrics[2].from"}},
      {"metrics/2/points", "[0, 5, 7]", {"wrong_type $.metrics[2].points"}},
      {"metrics/2/points", "[0]", {"wrong_type $.metrics[2].points"}},
      {"metrics/2/points", "[0, \"5\"]", {"wrong_type $.metrics[2].points[1]"}},
      {"metrics/2/points", "5", {"wrong_type $.metrics[2].points"}},
      {"metrics/2/points", "null", {"missing_property $.metrics[2]"}},
      {"metrics/2/outside", "\"ignore\"", {"unknown_policy $.metrics[2].outside"}},
      {"metrics/2/outside", "\"\"", {"unknown_policy $.metrics[2].outside"}},
      {"metrics/2/outside", "\"missing\"", {}},
      {"metrics/2/outside", "null", {}},
      {"metrics/2/outside", "1", {"wrong_type $.metrics[2].outside"}},
      {"metrics/3/map", "{}", {"empty_map $.metrics[3].map"}},
      {"metrics/3/map", "[1]", {"empty_map $.metrics[3].map"}},
      {"metrics/3/map", "null", {"missing_property $.metrics[3]"}},
      {"metrics/3/map", "{\"red\": 0, \"green\": 7}", {"points_out_of_range $.metrics[3].map.green"}, unseen},
      {"metrics/3/map", "{\"red\": null}", {"wrong_type $.metrics[3].map.red"}},
      {"metrics/3/other", "7", {"points_out_of_range $.metrics[3].other"}, unseen},
      {"metrics/3/other", "null", {}},
      {"metrics/3/stale_after", "\"3 months\"", {"invalid_duration $.metrics[3].stale_after"}},
      {"metrics/3/stale_after", "\"0 days\"", {"invalid_duration $.metrics[3].stale_after"}},
      {"metrics/3/stale_after", "\"1 day\"", {}},
      {"metrics/3/stale_after", "\"0100000 days\"", {}},
      {"metrics/3/stale_after", "\"100001 days\"", {"invalid_duration $.metrics[3].stale_after"}},
      {"metrics/3/stale_after", "\"9999999999999 days\"", {"invalid_duration $.metrics[3].stale_after"}},
      {"metrics/3/stale_after", "\"-1 days\"", {"invalid_duration $.metrics[3].stale_after"}},
      {"metrics/3/stale_after", "\"\"", {"empty_text $.metrics[3].stale_after"}},
      {"metrics/3/stale_after", "null", {"missing_property $.metrics[3]"}},
      {"metrics/3/observed_at", "null", {"missing_property $.metrics[3]"}},
      {"metrics/3/observed_at", "7", {"wrong_type $.metrics[3].observed_at"}},
      {"metrics/1/stale_after", "null", {}},
      {"metrics/1/observed_at", "\"x\"", {"missing_property $.metrics[1]"}},
      {"metrics/1/gate", "null", {}},
      {"metrics/1/gate", "[]", {"wrong_type $.metrics[1].gate"}},
      {"metrics/1/gate", "{\"unless\": {}, \"policy\": \"zero\"}", {"empty_condition $.metrics[1].gate.unless"}},
      {"metrics/1/gate",
       "{\"unless\": {\"tier\": []}, \"policy\": \"exclude\"}",
       {"empty_condition $.metrics[1].gate.unless.tier"}},
      {"metrics/1/gate", "{\"unless\": {\"tier\": [1, true, \"x\"]}, \"policy\": \"exclude\"}", {}},
      {"metrics/1/gate",
       "{\"unless\": {\"tier\": \"starter\"}, \"policy\": \"drop\"}",
       {"empty_condition $.metrics[1].gate.unless.tier", "unknown_policy $.metrics[1].gate.policy"}},
      {"metrics/1/gate", "{\"unless\": {\"tier\": [\"x\"]}, \"policy\": null}", {"missing_property $.metrics[1].gate"}},
      {"metrics/1/gate",
       "{\"when\": {\"tier\": [\"starter\"]}, \"policy\": \"zero\"}",
       {"unknown_property $.metrics[1].gate.when", "missing_property $.metrics[1].gate"}},
      // segments
      {"segments/0/weights", "{\"contract_utilization\": 50}", {"weights_total $.segments[0].weights"}, unseen},
      {"segments/0/weights",
       "{\"contract_utilization\": 101}",
       {"weight_out_of_range $.segments[0].weights.contract_utilization"},
       unseen},
      {"segments/0/weights",
       "{\"contract_utilization\": null}",
       {"wrong_type $.segments[0].weights.contract_utilization"}},
      {"segments/0/weights", "{}", {}},
      {"segments/0/weights", "null", {}},
      {"segments/0/weights", "[]", {"wrong_type $.segments[0].weights"}},
      {"segments/0/weights",
       "{\"contract_utilisation\": 45, \"csm_sentiment\": 10}",
       {"unknown_metric $.segments[0].weights.contract_utilisation"},
       unseen},
      {"segments/0/ranges", "{\"contract_utilization\": [{\"points\": 5}]}", {}},
      {"segments/0/ranges",
       "{\"csm_sentiment\": [{\"points\": 5}]}",
       {"wrong_type $.segments[0].ranges.csm_sentiment"},
       unseen},
      {"segments/0/ranges",
       "{\"csm_sentiment\": [], \"contract_utilization\": [{\"lt\": 1, \"points\": 5}]}",
       {"wrong_type $.segments[0].ranges.csm_sentiment", "hole $.segments[0].ranges.contract_utilization[0]"}},
      {"segments/0/ranges", "{\"contract_utilization\": []}", {"no_ranges $.segments[0].ranges.contract_utilization"}},
      {"segments/0/ranges",
       "{\"contract_utilization\": null}",
       {"wrong_type $.segments[0].ranges.contract_utilization"}},
      {"segments/0/when", "null", {"missing_property $.segments[0]"}},
      {"segments/0/name", "\"\"", {"empty_text $.segments[0].name"}},
      {"segments/1",
       "{\"name\": \"enterprise\", \"when\": {\"tier\": [\"x\"]}}",
       {"duplicate_key $.segments[1].name"},
       unseen},
      {"segments/1",
       "{\"name\": \"enterprise\", \"when\": {\"tier\": [null]}}",
       {"duplicate_key $.segments[1].name", "wrong_type $.segments[1].when.tier[0]"}},
      // caps
      {"caps/0/max", "101", {"cap_out_of_range $.caps[0].max"}, unseen},
      {"caps/0/max", "-1", {"cap_out_of_range $.caps[0].max"}},
      {"caps/0/max", "null", {"missing_property $.caps[0]"}},
      {"caps/0/when", "null", {"missing_property $.caps[0]"}},
      {"caps/0/when", "{\"key\": \"days_inactive\"}", {"empty_condition $.caps[0].when"}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"ge\": null, \"in\": null}", {"empty_condition $.caps[0].when"}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"in\": []}", {"empty_condition $.caps[0].when.in"}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"in\": {}}", {"empty_condition $.caps[0].when.in"}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"in\": [1, {}]}", {"wrong_type $.caps[0].when.in[1]"}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"in\": [1], \"lt\": null}", {}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"lt\": 3, \"in\": null}", {}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"ge\": 60, \"lt\": 61}", {}},
      {"caps/0/when", "{\"key\": \"days_inactive\", \"ge\": 60, \"lt\": 30}", {"empty_range $.caps[0].when"}, unseen},
      {"caps/0/when", "{\"key\": \"state\", \"in\": [\"left\"], \"ge\": 3}", {"unused_property $.caps[0].when.in"}},
      {"caps/0/when", "{\"key\": \"\", \"ge\": 3}", {"empty_text $.caps[0].when.key"}},
      {"caps/0/reason", "null", {"missing_property $.caps[0]"}},
      {"caps/0/reason", "\"\"", {"empty_text $.caps[0].reason"}},
      // bands
      {"bands",
       "[{\"label\": \"red\", \"lt\": 40}, {\"label\": \"green\", \"ge\": 50}]",
       {"bands_hole $.bands[1]"},
       unseen},
      {"bands",
       "[{\"label\": \"red\", \"lt\": 40}, {\"label\": \"green\", \"ge\": 30}]",
       {"bands_overlap $.bands[1]"},
       unseen},
      {"bands",
       "[{\"label\": \"red\", \"ge\": 10, \"lt\": 40}, {\"label\": \"green\", \"ge\": 40}]",
       {"bands_do_not_cover $.bands"},
       unseen},
      {"bands",
       "[{\"label\": \"a\", \"lt\": 40}, {\"label\": \"a\", \"ge\": 40}]",
       {"invalid_bands $.bands[1]"},
       unseen},
      {"bands", "[{\"label\": \"a\", \"ge\": 40, \"lt\": 40}]", {"invalid_bands $.bands[0]"}, unseen},
      {"bands", "[{\"label\": \"any\"}]", {}},
      {"bands", "{}", {"invalid_bands $.bands"}},
      {"bands", "[]", {"invalid_bands $.bands"}},
      {"bands", "[7]", {"wrong_type $.bands[0]"}},
      {"bands", "[{\"label\": \"\"}]", {"empty_text $.bands[0].label"}},
      {"bands", "[{\"label\": \"a\", \"lt\": null}]", {"wrong_type $.bands[0].lt"}},
      {"bands", "[{\"label\": \"a\", \"le\": 1}]", {"unknown_property $.bands[0].le"}},
  };
  return all;
}

// Rubrics with groups: usage of two metrics, mood of one; a group, or a metric, or more that is behind them.
std::vector<std::string> faults_of_groups(std::string_view usage, std::string_view a, std::string_view more = {}) {
  const std::string json = concat(
      R"({"rubric": 1, "groups": [)", usage,
      R"(, {"name": "mood", "weight": 40}], "metrics": [{"key": "a", "type": "binary", )", a,
      R"(}, {"key": "b", "group": "usage", "weight": 0, "type": "binary"}, {"key": "c", "group": "mood", "weight": 5, "type": "binary"}])",
      more, "}");
  return told_by([](const Json& document, document::Faults& faults) { Rubric::read(document, faults); }, json);
}

TEST(Rubric, OfGroupsTellsWhatDoesNotFit) {
  constexpr std::string_view usage = R"({"name": "usage", "weight": 60})", a = R"("group": "usage", "weight": 1000)";
  using Lines = std::vector<std::string>;
  EXPECT_EQ(faults_of_groups(usage, a), Lines{});
  EXPECT_EQ(faults_of_groups(usage, R"("group": "usgae", "weight": 1)"),
            Lines{"unknown_group $.metrics[0].group: No group with a weight has the name \"usgae\". Did you mean "
                  "\"usage\"?"});
  EXPECT_EQ(faults_of_groups(usage, R"("weight": 1)"),
            Lines{"missing_property $.metrics[0]: The property \"group\" is missing. The rubric has \"groups\": every "
                  "metric is in one of them."});
  EXPECT_EQ(
      faults_of_groups(usage, R"("group": "usage", "weight": 0)"),
      Lines{"empty_group $.groups[0]: The group \"usage\" has the weight 60, and no metric with a weight. Give it "
            "one, or make its weight 0."});
  EXPECT_EQ(faults_of_groups(R"({"name": "usage", "weight": 50})", a),
            Lines{"weights_total $.groups: The weights add up to 90. They must total 100: change them by 10 in all, or "
                  "write \"normalize\": true."});
  EXPECT_EQ(faults_of_groups(R"({"name": "usage", "weight": 999999})", a, R"(, "normalize": true)"),
            Lines{"weights_total $.groups: The weights add up to 1000039. They must total more than 0 and at most "
                  "1000000."});
  EXPECT_EQ(faults_of_groups(R"({"name": "usage", "weight": 3})", a, R"(, "normalize": true)"), Lines{});
  const auto segment = [&](std::string_view overrides) {
    return faults_of_groups(usage, a, concat(R"(, "segments": [{"name": "s", "when": {"t": [1]}, )", overrides, "}]"));
  };
  EXPECT_EQ(segment(R"("groups": {"usage": 0, "mood": 100}, "weights": {"a": 0})"), Lines{});
  EXPECT_EQ(
      segment(R"("groups": {"usage": 70})"),
      Lines{"weights_total $.segments[0].groups: The weights add up to 110. They must total 100: change them by -10 "
            "in all, or write \"normalize\": true."});
  EXPECT_EQ(segment(R"("weights": {"a": 0, "c": 8})"),
            Lines{"empty_group $.segments[0]: The group \"usage\" has the weight 60, and no metric with a weight. Give "
                  "it one, or make its weight 0."});
  EXPECT_EQ(segment(R"("groups": {"mod": 70})"),
            Lines{"unknown_group $.segments[0].groups.mod: No group with a weight has the name \"mod\". Did you mean "
                  "\"mood\"?"});
}

TEST(Rubric, ThatLeavesWeightInGroupsNeedsThem) {
  EXPECT_EQ(
      told_by(
          [](const Json& document, document::Faults& faults) { Rubric::read(document, faults); },
          R"({"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary", "missing": "exclude_in_group"}]})"),
      std::vector<std::string>{
          "missing_property $.metrics[0]: \"exclude_in_group\" leaves the weight to the other metrics of the group, "
          "and this one has no \"group\". Give it one, or use \"exclude\"."});
  std::string metrics;
  for (int i = 0; i <= 100; ++i)
    metrics += concat(i ? "," : "", R"({"key": "m)", i, R"(", "group": "g)", i, R"(", "weight": )", i ? 1 : 0,
                      R"(, "type": "binary", "missing": "exclude_in_group"})");
  EXPECT_EQ(codes_of(concat(R"({"rubric": 1, "metrics": [)", metrics, "]}")),
            std::vector<std::string>{"too_many_groups $.metrics"});
}

TEST(Rubric, OfEveryCaseHasTheseFaults) {
  EXPECT_EQ(told_by([](const Json& json, document::Faults& faults) { Rubric::read(json, faults); }, whole),
            std::vector<std::string>{});
  for (const Case& each : cases()) {
    document::Faults faults;
    Rubric::read(with(each.path, each.value), faults);
    std::vector<std::string> codes;
    for (const std::string& line : told(faults)) codes.push_back(line.substr(0, line.find(": ")));
    EXPECT_EQ(codes, each.codes) << each.path << " " << each.value;
  }
}

Json printed_schema() { return SchemaPrinter().print(grammar::rubric, "customer360 rubric"); }

// Every case is the same to the schema, but for what no schema can say.
TEST(RubricSchema, AgreesWithTheReader) {
  const Schema schema(printed_schema());
  EXPECT_TRUE(schema.accepts(parse_json(whole)));
  for (const Case& each : cases()) {
    EXPECT_EQ(schema.accepts(with(each.path, each.value)), each.codes.empty() || !each.is_seen_by_schema)
        << each.path << " " << each.value;
    if (each.is_seen_by_schema) continue;
    for (const std::string& code : each.codes)
      EXPECT_TRUE(beyond_schema.contains(code.substr(0, code.find(' ')))) << code;
  }
  Chance chance(12);
  for (int i = 0; i < 500; ++i) {
    const std::string json = random_rubric(chance).json;
    EXPECT_TRUE(schema.accepts(parse_json(json))) << json;
  }
}

// docs/rubric.schema.json is printed from the grammar. To print it anew:
//   PRINT_SCHEMA=1 build/unit/unit_tests --gtest_filter=RubricSchema.*
TEST(RubricSchema, OfTheDocumentationIsTheGrammars) {
  const std::string path = concat(SOURCE_DIRECTORY, "/docs/rubric.schema.json");
  const std::string expected = written(printed_schema()) + "\n";
  if (std::getenv("PRINT_SCHEMA") != nullptr) std::ofstream(path) << expected;
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), expected) << "See the comment above this test.";
  EXPECT_EQ(written(parse_json(text.str())), written(printed_schema()));
}

}  // namespace
}  // namespace c360::scorecard
