// Rubrics: whatever the document, every fault is a whole sentence with a place; what has none scores, explains and
// changes without a contradiction. Longest input: 600
#include "core/scorecard/gains.hpp"
#include "core/scorecard/score_change.hpp"

#include "document_fuzzing.hpp"

using namespace c360;
using namespace c360::scorecard;
using namespace c360::fuzzing;

static MetricValue value_of(Input& input, const std::vector<std::string>& texts) {
  MetricValue value;
  switch (input.take<std::uint8_t>() % 6) {
    case 0:
      break;
    case 1:
      value = MetricValue::of_boolean(input.take<std::uint8_t>() & 1);
      break;
    case 2:
      value = MetricValue::of_number(input.take<std::int64_t>());
      value.rounded = input.take<std::uint8_t>() & 1;
      break;
    case 3:
      value = MetricValue::of_number(input.take<std::int8_t>() * (micro / 4));
      break;
    case 4:
      if (!texts.empty()) value = MetricValue::of_text(texts[input.take<std::uint8_t>() % texts.size()]);
      break;
    default:
      value.kind = MetricValue::Kind::day;
      value.day = input.take_day();
  }
  return value;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  // Half of the bytes, at the end, are the metrics.
  Input metrics_input(data + size - size / 4, size / 4);
  const std::string_view json(reinterpret_cast<const char*>(data), size - size / 4);
  document::Faults faults;
  const Rubric rubric = Rubric::read(json, faults);
  const bool valid = faults.none();
  check_faults(faults);
  Json document;
  if (succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { document = parse_json(json); })) {
    const bool parsed = succeeds({ErrorKind::invalid_parameter}, [&] { Rubric::parse(document); });
    REQUIRE(parsed == valid);
  } else {
    REQUIRE(!valid);
  }
  if (!valid) return 0;

  std::vector<std::string> texts = {"", "x"};
  for (const Metric& metric : rubric.metrics)
    for (const auto& entry : metric.map) texts.push_back(entry.first);
  REQUIRE(std::is_sorted(rubric.inputs.begin(), rubric.inputs.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }));

  std::vector<MetricValue> values;
  for (std::size_t i = 0; i < rubric.inputs.size(); ++i) values.push_back(value_of(metrics_input, texts));
  const Day as_of = metrics_input.take_day();
  succeeds({ErrorKind::invalid_parameter}, [&] {
    const Score explained = explain(rubric, values, as_of);
    REQUIRE(explained.score == score(rubric, values, as_of));
    if (explained.score) REQUIRE(*explained.score >= 0 && *explained.score <= rubric.scale * 1'000'000);
    ScoreUnits sum = 0;
    for (const ScoreUnits contribution : explained.contributions) sum += contribution;
    if (explained.before_caps) REQUIRE(sum == *explained.before_caps);
    Gains gains(rubric, values, as_of, explained);
    for (std::size_t i = 0; i < rubric.metrics.size(); ++i) {
      REQUIRE(!rule_text(rubric, values, explained, i).empty() || rubric.metrics[i].type == Metric::Type::map);
      if (const auto gain = gains.of(i)) REQUIRE(gain->gain > 0);
    }
    for (const auto& parts : {explained.full_contributions, explained.effective_weights})
      REQUIRE(std::ranges::all_of(parts, [](ScoreUnits part) { return part >= 0; }));
    OwnContributions own(rubric, explained, explained, values, as_of);
    for (const Change& change : changes(rubric, rubric, explained, explained, explained, finish(own)))
      REQUIRE(change.behaviour == 0 && change.indirect == 0 && change.rubric == 0);
  });
  return 0;
}
