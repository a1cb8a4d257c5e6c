// Changes of band over time, with hysteresis (METRICS C6).
#include "core/scorecard/band_changes.hpp"

#include "aggregate.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

constexpr std::string_view traffic_light =
    R"([{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45}, {"label": "green", "ge": 70}])";

using Series = std::vector<std::pair<std::string, std::string>>;  // day, score

std::string told(const BandChanges::Result& changes) {
  std::string text;
  for (const auto& change : changes) {
    const char* const arrows[] = {"", " v", " ^"};
    text += (text.empty() ? "" : ", ") + concat(change.previous.value_or("-"), ">", change.band.value_or("-")) +
            arrows[static_cast<int>(change.direction)];
  }
  return text;
}

BandChanges::Result changes_of(const Series& series, std::string_view bands = traffic_light) {
  Aggregate<BandChanges> aggregate(BandChanges::Parameters::parse(bands));
  for (const auto& [on, score] : series) aggregate.add({day(on), score});
  aggregate.expect_valid();
  return aggregate.result();
}

TEST(BandChanges, AFallIsSeenAtTheBorderARiseAtLeave) {
  EXPECT_EQ(told(changes_of({{"2026-01-01", "40"},
                             {"2026-01-02", "39.999999999999"},
                             {"2026-01-03", "44.9"},
                             {"2026-01-04", "45"},
                             {"2026-01-05", "40"}})),
            "->yellow, yellow>red v, red>yellow ^");
}

TEST(BandChanges, AJumpOverABandNeedsItsOwnLeaveOnly) {
  EXPECT_EQ(told(changes_of({{"2026-01-01", "10"}, {"2026-01-02", "70"}, {"2026-01-03", "0"}})),
            "->red, red>green ^, green>red v");
  constexpr std::string_view strict =
      R"([{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70, "leave": 45}, {"label": "green", "ge": 70, "leave": 80}])";
  EXPECT_EQ(told(changes_of({{"2026-01-01", "10"}, {"2026-01-02", "75"}, {"2026-01-03", "80"}}, strict)),
            "->red, red>yellow ^, yellow>green ^");
}

TEST(BandChanges, TheFirstScoreHasNoPast) { EXPECT_EQ(told(changes_of({{"2026-01-01", "42"}})), "->yellow"); }

TEST(BandChanges, OrderOfRowsIsIrrelevantAndTheLowestOfADayCounts) {
  EXPECT_EQ(told(changes_of({{"2026-01-03", "80"}, {"2026-01-01", "80"}, {"2026-01-02", "80"}, {"2026-01-02", "10"}})),
            "->green, green>red v, red>green ^");
}

TEST(BandChanges, OutsideOfAllBandsIsAPlaceToo) {
  constexpr std::string_view inner = R"([{"label": "low", "ge": 0, "lt": 1}, {"label": "high", "ge": 1, "lt": 2}])";
  EXPECT_EQ(
      told(changes_of(
          {{"2026-01-01", "-1"}, {"2026-01-02", "0"}, {"2026-01-03", "2"}, {"2026-01-04", "1"}, {"2026-01-05", "-0.1"}},
          inner)),
      "->-, ->low ^, low>- ^, ->high v, high>- v");
}

TEST(BandChanges, NoRowIsNoChange) { EXPECT_EQ(told(changes_of({})), ""); }

TEST(BandChanges, AnotherDocumentIsAnError) {
  const auto light = BandChanges::Parameters::parse(traffic_light),
             other = BandChanges::Parameters::parse(R"([{"label": "any"}])");
  Aggregate<BandChanges> aggregate(light);
  EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
  Aggregate<BandChanges> of_other(other);
  EXPECT_EQ(error_of([&] { aggregate.merge(of_other); }), ErrorKind::invalid_parameter);
  const BandChanges::Row no_number{day("2026-01-01"), "NaN"};
  EXPECT_EQ(error_of([&] { aggregate.add(light, &no_number); }), ErrorKind::invalid_parameter);
}

// The same by the sentence of the documentation, a day at a time.
std::string model(const std::map<int, int>& lowest_of_day, const std::vector<int>& borders,
                  const std::vector<int>& leaves) {
  std::string text;
  std::optional<int> current;
  const auto name = [](int band) { return concat("b", band); };
  for (const auto& [on, score] : lowest_of_day) {
    int band = 0;
    while (band < static_cast<int>(borders.size()) && score >= borders[static_cast<std::size_t>(band)]) ++band;
    if (!current) {
      text = "->" + name(band);
    } else {
      int next = *current;
      if (band < *current) next = band;
      for (int up = *current + 1; up <= band; ++up)
        if (score >= leaves[static_cast<std::size_t>(up) - 1]) next = up;
      if (next != *current) text += ", " + name(*current) + ">" + name(next) + (next < *current ? " v" : " ^");
      band = next;
    }
    current = band;
  }
  return text;
}

TEST(BandChanges, AgreeWithADayByDayModelInAnyPartsAndOrder) {
  Chance chance(20260101);
  for (int round = 0; round < 300; ++round) {
    std::vector<int> borders, leaves;
    for (std::int64_t border = 0, n = chance.number(0, 4); n > 0; --n) {
      border += chance.number(2, 20);
      borders.push_back(static_cast<int>(border));
    }
    std::string document = R"([{"label": "b0")";
    for (std::size_t i = 0; i < borders.size(); ++i) {
      const int room = i + 1 < borders.size() ? borders[i + 1] - borders[i] : 10;
      leaves.push_back(borders[i] + static_cast<int>(chance.number(0, room - 1)));
      document += concat(R"(, "lt": )", borders[i], R"(}, {"label": "b)", i + 1, R"(", "ge": )", borders[i],
                         R"(, "leave": )", leaves[i]);
    }
    document += "}]";
    const auto parameters = BandChanges::Parameters::parse(document);
    std::vector<std::string> numbers;
    std::vector<BandChanges::Row> rows;
    std::map<int, int> lowest;
    numbers.reserve(60);
    for (std::int64_t n = chance.number(0, 60); n > 0; --n) {
      const int on = static_cast<int>(chance.number(0, 30)), score = static_cast<int>(chance.number(-3, 90));
      numbers.push_back(concat(score));
      rows.push_back({Day{on}, numbers.back()});
      const auto [at, inserted] = lowest.emplace(on, score);
      if (!inserted) at->second = std::min(at->second, score);
    }
    Aggregate<BandChanges> aggregate(parameters);
    for (const auto& row : rows) aggregate.add(row);
    EXPECT_EQ(told(aggregate.result()), model(lowest, borders, leaves)) << document;
    expect_parts_merge_to_the_whole<BandChanges>(
        parameters, rows, chance, [](const auto& whole, const auto& merged) { EXPECT_EQ(told(whole), told(merged)); });
  }
}

}  // namespace
}  // namespace c360::scorecard
