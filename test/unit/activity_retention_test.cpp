// Retention, of one cohort from histories and of all cohorts from events (METRICS A8).
#include "core/activity/retention.hpp"

#include <algorithm>
#include <map>

#include "aggregate.hpp"
#include "calendar_model.hpp"
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

std::vector<std::int64_t> finished_of(const Retention::Result& result) {
  return {result.active.begin(), result.active.begin() + static_cast<std::ptrdiff_t>(result.finished)};
}

// The periods after the cohort's own that as_of has finished, and in each who was active.
std::vector<std::int64_t> model(const std::vector<DaySet>& entities, const Grain& grain, std::int32_t periods,
                                Day as_of, std::int64_t cohort_start) {
  std::vector<std::int64_t> active;
  std::int64_t start = cohort_start;
  for (std::int32_t k = 0; k <= periods; ++k) {
    const std::int64_t next = model_next_start(grain, as_of, start);
    if (next - 1 > as_of.value) break;
    active.push_back(std::ranges::count_if(entities, [&](const DaySet& days) {
      const auto found = days.lower_bound(start);
      return found != days.end() && *found < next;
    }));
    start = next;
  }
  return active;
}

std::vector<std::int64_t> retention(std::initializer_list<std::string_view> histories,
                                    const Retention::Parameters& parameters, std::optional<Day> cohort = {}) {
  Aggregate<Retention> aggregate(parameters);
  for (const std::string_view text : histories) {
    const History history(text);
    aggregate.add({history.view(), cohort});
  }
  return finished_of(aggregate.result());
}

TEST(Retention, CountsWhoIsActiveInTheCohortsLaterPeriods) {
  EXPECT_EQ(retention({"{[2026-01-05,2026-01-06),[2026-02-01,2026-02-02),[2026-03-31,2026-04-01)}",
                       "{[2026-01-20,2026-01-21),[2026-03-01,2026-03-02)}", "{[2026-01-31,2026-02-01)}"},
                      {Grain::parse("month"), 2, day("2026-04-15")}),
            (std::vector<std::int64_t>{3, 1, 2}));
}

TEST(Retention, PeriodsThatAsOfHasNotFinishedAreLeftOut) {
  const std::string_view history = "{[2026-01-05,2026-01-06),[2026-02-01,2026-03-10)}";
  EXPECT_EQ(retention({history}, {Grain::parse("month"), 5, day("2026-03-30")}), (std::vector<std::int64_t>{1, 1}));
  EXPECT_EQ(retention({history}, {Grain::parse("month"), 5, day("2026-03-31")}), (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(Retention, AGivenCohortCountsFromThereOn) {
  // Active before and after, but not in the period of the cohort.
  EXPECT_EQ(retention({"{[2025-12-05,2025-12-06),[2026-02-01,2026-02-02)}"},
                      {Grain::parse("month"), 1, day("2026-02-28")}, day("2026-01-15")),
            (std::vector<std::int64_t>{0, 1}));
}

TEST(Retention, ACohortAfterAsOfHasNoFinishedPeriod) {
  EXPECT_EQ(retention({"{[2026-05-05,2026-05-06)}"}, {Grain::parse("month"), 1, day("2026-02-28")}, day("2026-05-01")),
            std::vector<std::int64_t>{});
}

TEST(Retention, WhoWasNeverActiveAsFarAsAsOfSeesIsInNoCohort) {
  EXPECT_EQ(retention({"{}", "{[2026-03-05,2026-03-06)}"}, {Grain::parse("month"), 1, day("2026-02-28")}),
            std::vector<std::int64_t>{});
}

TEST(Retention, AGroupIsOneCohort) {
  Aggregate<Retention> aggregate({Grain::parse("month"), 1, day("2026-04-30")}),
      other({Grain::parse("month"), 1, day("2026-04-30")});
  const History january("{[2026-01-05,2026-01-06)}"), february("{[2026-02-05,2026-02-06)}");
  aggregate.add({january.view(), {}});
  EXPECT_EQ(error_of([&] { aggregate.add({february.view(), {}}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.add({january.view(), day("2026-02-05")}); }), ErrorKind::invalid_parameter);
  other.add({february.view(), {}});
  EXPECT_EQ(error_of([&] { aggregate.merge(other); }), ErrorKind::invalid_parameter);
}

TEST(Retention, PeriodsAre0To1200) {
  for (const std::int32_t periods : {0, 1, 1200}) {
    EXPECT_EQ(error_of([&] { check_retention_periods(periods); }), std::nullopt);
    EXPECT_EQ(error_of([&] { Aggregate<Retention>({{}, periods, Day{0}}); }), std::nullopt);
  }
  for (const std::int32_t periods : {INT32_MIN, -1, 1201, INT32_MAX}) {
    EXPECT_EQ(error_of([&] { check_retention_periods(periods); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { Aggregate<Retention>({{}, periods, Day{0}}); }), ErrorKind::invalid_parameter);
    ContextMemory memory;
    EXPECT_EQ(error_of([&] {
                RetentionMatrix<std::int64_t>(memory, {{}, periods, Day{0}}, {});
              }),
              ErrorKind::invalid_parameter);
  }
}

TEST(Retention, ParametersAreConstantWithinAGroup) {
  const Retention::Parameters base{Grain::parse("month"), 3, Day{9500}};
  for (const Retention::Parameters& other : {Retention::Parameters{Grain::parse("week"), 3, Day{9500}},
                                             Retention::Parameters{Grain::parse("month"), 4, Day{9500}},
                                             Retention::Parameters{Grain::parse("month"), 3, Day{9501}}}) {
    Aggregate<Retention> aggregate(base), from_others(other);
    EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { aggregate.merge(from_others); }), ErrorKind::invalid_parameter);
    ContextMemory memory;
    RetentionMatrix<std::int64_t> matrix(memory, {base.grain, base.periods, base.as_of}, {});
    EXPECT_EQ(error_of([&] { matrix.check({other.grain, other.periods, other.as_of}); }), ErrorKind::invalid_parameter);
  }
}

TEST(Retention, AgreesWithTheModelInPartsAndWhole) {
  Chance chance(80);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 30; ++round) {
      const Day as_of{chance.small(-731'000, 12'000)};
      const Retention::Parameters parameters{grain, chance.small(0, 15), as_of};
      // A cohort: who begins in one period, or whoever is given it.
      const bool given = chance.one_in(2);
      const std::int64_t cohort = model_start(grain, as_of, as_of.value - chance.number(-20, 500));
      const std::int64_t end = model_next_start(grain, as_of, cohort);
      std::vector<DaySet> entities;
      for (std::int64_t i = chance.number(0, 15); i > 0; --i) {
        DaySet days =
            random_days(chance, given ? cohort - 200 : cohort, std::max<std::int64_t>(cohort + 2, as_of.value + 20));
        if (!given && !days.empty())
          days.insert(chance.number(cohort, std::min(end - 1, std::max(cohort, *days.begin()))));
        entities.push_back(days);
      }
      const std::vector<History> histories(entities.begin(), entities.end());
      std::vector<Retention::Row> rows;
      bool seen = false;
      for (std::size_t i = 0; i < entities.size(); ++i) {
        const bool visible = !entities[i].empty() && *entities[i].begin() <= as_of.value;
        seen = seen || given || visible;
        rows.push_back({histories[i].view(), {}});
        if (given) rows.back().cohort_start = Day{static_cast<std::int32_t>(chance.number(cohort, end - 1))};
      }
      const std::vector<std::int64_t> expected =
          seen ? model(entities, grain, parameters.periods, as_of, cohort) : std::vector<std::int64_t>{};
      expect_parts_merge_to_the_whole<Retention>(parameters, rows, chance, [&](const auto& whole, const auto& merged) {
        EXPECT_EQ(finished_of(whole), expected)
            << text_of(grain) << " as of " << text_of(as_of) << (given ? " given" : "");
        EXPECT_EQ(finished_of(merged), expected);
      });
      ASSERT_FALSE(HasFailure());
    }
}

TEST(Retention, WorksAtBothEndsOfTheCalendar) {
  const History ends(DaySet{first_day.value, last_day.value});
  for (const Grain& grain : all_grains())
    for (const Day as_of : {first_day, last_day}) {
      Aggregate<Retention> aggregate({grain, 1200, as_of});
      aggregate.add({ends.view(), {}});
      aggregate.expect_valid();
      const auto result = aggregate.result();
      EXPECT_EQ(result.active.size(), 1201u);
      EXPECT_TRUE(as_of == first_day || result.finished == 1201u) << text_of(grain);
      EXPECT_TRUE(result.finished == 0 || result.active[0] == 1) << text_of(grain);
    }
}

// ---- the matrix

struct PlainRow {
  std::int64_t cohort, size;
  std::vector<std::int64_t> retained;
  friend bool operator==(const PlainRow&, const PlainRow&) = default;
};

template <class Key>
std::vector<PlainRow> rows_of(RetentionMatrix<Key>& matrix) {
  matrix.population().flush();
  ContextMemory memory;
  typename RetentionMatrix<Key>::Cohorts cohorts(&memory);
  for (std::size_t part = 0; part < matrix.population().parts(); ++part) {
    const std::uint32_t size = matrix.population().size_of_part(part);
    for (std::uint32_t from = 0; from < size; from += 10)
      matrix.count(part, from, std::min(size, from + 10), cohorts);
  }
  std::vector<PlainRow> rows;
  for (auto& [index, cohort] : cohorts) {
    const RetentionRow row = matrix.row(index, cohort);
    rows.push_back({row.cohort,
                    row.size,
                    {row.retained.begin(), row.retained.begin() + static_cast<std::ptrdiff_t>(row.finished)}});
  }
  return rows;
}

TEST(RetentionMatrix, HasARowACohort) {
  ContextMemory memory;
  RetentionMatrix<std::int64_t> matrix(memory, {Grain::parse("month"), 1, day("2026-03-31")}, {});
  for (const auto& [entity, when] : std::initializer_list<std::pair<int, std::string_view>>{{1, "2026-01-05"},
                                                                                            {2, "2026-01-09"},
                                                                                            {1, "2026-02-01"},
                                                                                            {3, "2026-02-11"},
                                                                                            {3, "2026-02-12"},
                                                                                            {1, "2026-03-03"},
                                                                                            {4, "2026-04-01"}})
    matrix.add({entity, day(when)});
  EXPECT_EQ(rows_of(matrix),
            (std::vector<PlainRow>{{day("2026-01-01").value, 2, {2, 1}}, {day("2026-02-01").value, 1, {1, 0}}}));
}

TEST(RetentionMatrix, AgreesWithRetentionOfEachCohort) {
  Chance chance(81);
  for (const Grain& grain : all_grains())
    for (int round = 0; round < 12; ++round) {
      const Day as_of{chance.small(-731'000, 12'000)};
      const RetentionMatrix<std::int64_t>::Parameters parameters{grain, chance.small(0, 15), as_of};
      ContextMemory memory;
      RetentionMatrix<std::int64_t> whole(memory, parameters, {}), part(memory, parameters, {}),
          rest(memory, parameters, {});
      std::map<std::int64_t, std::vector<DaySet>> cohorts;
      for (std::int64_t entity = chance.number(0, 60); entity > 0; --entity) {
        const DaySet days = random_days(chance, as_of.value - 700, as_of.value + 20);
        if (!days.empty() && *days.begin() <= as_of.value)
          cohorts[model_start(grain, as_of, *days.begin())].push_back(days);
        for (const std::int64_t each : days) {
          whole.add({entity, Day{static_cast<std::int32_t>(each)}});
          (chance.one_in(2) ? part : rest).add({entity, Day{static_cast<std::int32_t>(each)}});
        }
      }
      std::vector<PlainRow> expected;
      for (const auto& [start, entities] : cohorts)
        expected.push_back({start, static_cast<std::int64_t>(entities.size()),
                            model(entities, grain, parameters.periods, as_of, start)});
      ASSERT_EQ(rows_of(whole), expected) << text_of(grain) << " as of " << text_of(as_of);
      part.population().flush();
      rest.population().flush();
      for (std::size_t step = 0; step < rest.population().steps(); ++step)
        part.population().merge(rest.population(), step);
      ASSERT_EQ(rows_of(part), expected) << text_of(grain) << " as of " << text_of(as_of);
    }
}

}  // namespace
}  // namespace c360::activity
