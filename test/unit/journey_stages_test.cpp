// Time per lifecycle stage (METRICS D3).
#include "core/journey/stages.hpp"

#include <map>
#include <tuple>

#include "aggregate.hpp"

namespace c360::journey {
namespace {

using namespace testing;

struct Seen {
  std::string stage;
  std::int64_t first, total, visits;
  bool is_current;
  friend bool operator==(const Seen&, const Seen&) = default;
};

std::vector<Seen> seen(const StageDurations::Result& stages) {
  std::vector<Seen> list;
  for (const auto& stage : stages)
    list.push_back({std::string(stage.name), stage.first_entered.value, stage.total, stage.visits, stage.is_current});
  return list;
}

std::vector<Seen> stages(std::initializer_list<StageDurations::Row> rows, std::int64_t as_of, bool ranked = false) {
  Aggregate<StageDurations> aggregate({Instant{as_of}, ranked});
  for (const auto& row : rows) aggregate.add(row);
  aggregate.expect_valid();
  return seen(aggregate.result());
}

TEST(Stages, LastUntilTheNextOneAndTheLastUntilTheEnd) {
  EXPECT_EQ(stages({{"onboarding", {10}}, {"adoption", {25}}, {"value", {60}}}, 100),
            (std::vector<Seen>{
                {"onboarding", 10, 15, 1, false}, {"adoption", 25, 35, 1, false}, {"value", 60, 40, 1, true}}));
}

TEST(Stages, VisitsAddUp) {
  EXPECT_EQ(stages({{"value", {60}}, {"at_risk", {70}}, {"value", {75}}}, 100),
            (std::vector<Seen>{{"value", 60, 35, 2, true}, {"at_risk", 70, 5, 1, false}}));
}

TEST(Stages, EnteringTheStageOneIsInBeginsNoVisit) {
  EXPECT_EQ(stages({{"value", {60}}, {"value", {70}}, {"value", {70}}}, 100),
            (std::vector<Seen>{{"value", 60, 40, 1, true}}));
}

TEST(Stages, WhatIsEnteredAfterUntilDoesNotExist) {
  EXPECT_EQ(stages({{"value", {60}}, {"churned", {101}}}, 100), (std::vector<Seen>{{"value", 60, 40, 1, true}}));
  EXPECT_EQ(stages({{"value", {60}}, {"churned", {100}}}, 100),
            (std::vector<Seen>{{"value", 60, 40, 1, false}, {"churned", 100, 0, 1, true}}));
  EXPECT_EQ(stages({{"churned", {101}}}, 100), std::vector<Seen>());
}

TEST(Stages, OfSeveralAtOneInstantTheLastInTheOrderOfBytesLasts) {
  for (const auto& rows : {std::initializer_list<StageDurations::Row>{{"b", {5}}, {"a", {5}}, {"c", {5}}},
                           {{"c", {5}}, {"b", {5}}, {"a", {5}}}})
    EXPECT_EQ(stages(rows, 9), (std::vector<Seen>{{"a", 5, 0, 1, false}, {"b", 5, 0, 1, false}, {"c", 5, 4, 1, true}}));
  // Who is in c, and enters a and c at once, was elsewhere for no time.
  EXPECT_EQ(stages({{"c", {1}}, {"c", {5}}, {"a", {5}}}, 9),
            (std::vector<Seen>{{"c", 1, 8, 2, true}, {"a", 5, 0, 1, false}}));
  // Bytes, not characters' neighbours: ä is after z.
  EXPECT_EQ(stages({{"ä", {5}}, {"z", {5}}}, 9), (std::vector<Seen>{{"z", 5, 0, 1, false}, {"ä", 5, 4, 1, true}}));
}

TEST(Stages, OfSeveralAtOneInstantTheHigherRankLasts) {
  for (const auto& rows : {std::initializer_list<StageDurations::Row>{{"b", {5}, 3}, {"a", {5}, 7}, {"c", {5}, -1}},
                           {{"c", {5}, -1}, {"b", {5}, 3}, {"a", {5}, 7}}})
    EXPECT_EQ(stages(rows, 9, true),
              (std::vector<Seen>{{"a", 5, 4, 1, true}, {"b", 5, 0, 1, false}, {"c", 5, 0, 1, false}}));
  // An instant counts before a rank, a rank before a name; of one rank, bytes decide.
  EXPECT_EQ(stages({{"b", {5}, 1}, {"a", {6}, 0}}, 9, true),
            (std::vector<Seen>{{"b", 5, 1, 1, false}, {"a", 6, 3, 1, true}}));
  EXPECT_EQ(stages({{"b", {5}, 1}, {"a", {5}, 1}}, 9, true),
            (std::vector<Seen>{{"a", 5, 0, 1, false}, {"b", 5, 4, 1, true}}));
  // Without a rank an entry comes first.
  EXPECT_EQ(stages({{"b", {5}, StageDurations::no_rank}, {"a", {5}, INT64_MIN + 1}}, 9, true),
            (std::vector<Seen>{{"a", 5, 4, 1, true}, {"b", 5, 0, 1, false}}));
}

TEST(Stages, RanksAreOfAllEntriesOrOfNone) {
  Aggregate<StageDurations> ranked({Instant{5}, true}), other({Instant{5}, false});
  EXPECT_EQ(error_of([&] { ranked.merge(other); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { other.merge(ranked); }), ErrorKind::invalid_parameter);
}

TEST(Stages, NamesMayBeEmptyAndLong) {
  const std::string name(100'000, 'x');
  EXPECT_EQ(stages({{"", {1}}, {name, {2}}, {"", {4}}}, 5),
            (std::vector<Seen>{{"", 1, 2, 2, true}, {name, 2, 2, 1, false}}));
}

TEST(Stages, TheCalendarIsLongerThanATime) {
  EXPECT_EQ(error_of([] { stages({{"a", first_instant}}, last_instant.value); }), ErrorKind::out_of_range);
  EXPECT_EQ(stages({{"a", {0}}}, last_instant.value), (std::vector<Seen>{{"a", 0, last_instant.value, 1, true}}));
  EXPECT_EQ(stages({{"a", first_instant}}, 0),
            (std::vector<Seen>{{"a", first_instant.value, -first_instant.value, 1, true}}));
}

TEST(Stages, UntilIsConstantWithinAGroup) {
  Aggregate<StageDurations> aggregate({Instant{5}}), other({Instant{6}});
  EXPECT_EQ(error_of([&] { aggregate.add({Instant{6}}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { aggregate.merge(other); }), ErrorKind::invalid_parameter);
}

// The definition, in another way: a map of instants, walked microsecond-free.
std::vector<Seen> slow(const std::vector<StageDurations::Row>& rows, std::int64_t as_of, bool ranked) {
  std::map<std::tuple<std::int64_t, std::int64_t, std::string_view>, int> sorted;
  for (const auto& row : rows)
    if (row.at.value <= as_of) sorted[{row.at.value, ranked ? row.rank : 0, row.stage}];
  std::map<std::string_view, Seen> sums;
  std::string_view before;
  bool any = false;
  for (auto i = sorted.begin(); i != sorted.end(); ++i) {
    const auto next = std::next(i);
    const auto& [at, rank, stage] = i->first;
    auto& sum = sums.try_emplace(stage, Seen{std::string(stage), at, 0, 0, false}).first->second;
    sum.total += (next == sorted.end() ? as_of : std::get<0>(next->first)) - at;
    sum.visits += !any || stage != before;
    sum.is_current = sum.is_current || next == sorted.end();
    before = stage;
    any = true;
  }
  std::vector<Seen> list;
  for (const auto& [name, sum] : sums) list.push_back(sum);
  std::ranges::sort(list, {}, [](const Seen& s) { return std::pair(s.first, s.stage); });
  return list;
}

TEST(Stages, PartsMergeToTheWholeAndTotalsToTheWholeTime) {
  Chance chance(23);
  const std::array<std::string_view, 5> names = {"onboarding", "adoption", "value", "", "Größe"};
  for (int round = 0; round < 400; ++round) {
    const std::int64_t as_of = chance.number(-50, 100);
    std::vector<StageDurations::Row> rows;
    for (std::int64_t i = chance.number(0, 25); i > 0; --i)
      rows.push_back({chance.of(names), {chance.number(-20, 110) / 4}, chance.number(-2, 2)});
    const bool ranked = chance.one_in(2);
    const std::vector<Seen> expected = slow(rows, as_of, ranked);
    expect_parts_merge_to_the_whole<StageDurations>(
        {Instant{as_of}, ranked}, rows, chance, [&](const auto& whole, const auto& merged) {
          EXPECT_EQ(seen(whole), expected);
          EXPECT_EQ(seen(merged), expected);
          std::int64_t total = 0, current = 0;
          for (const auto& stage : whole) {
            total += stage.total;
            current += stage.is_current;
          }
          EXPECT_EQ(total, whole.empty() ? 0 : as_of - whole[0].first_entered.value);
          EXPECT_EQ(current, !whole.empty());
        });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Stages, EndInSteps) {
  Chance chance(24);
  std::vector<std::string> names(40'000);
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = concat("a name longer than most, and almost the same ", i);
  const auto at = [&] { return Instant{chance.number(0, 1'000'000)}; };
  expect_steps_grow_with_rows<StageDurations>({last_instant}, [&](std::size_t i, std::size_t) {
    return StageDurations::Row{names[i % 7], at()};
  });
  // As many stages as entries, and all at one instant.
  expect_steps_grow_with_rows<StageDurations>(
      {last_instant},
      [&](std::size_t i, std::size_t) {
        return StageDurations::Row{names[i], at()};
      },
      names.size() / 2);
  expect_steps_grow_with_rows<StageDurations>(
      {last_instant, true},
      [&](std::size_t i, std::size_t n) {
        return StageDurations::Row{names[(i * 7919) % n], {5}, static_cast<std::int64_t>(i % 3)};
      },
      names.size() / 2);
}

}  // namespace
}  // namespace c360::journey
