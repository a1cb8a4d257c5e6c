// The set of active days: building, questions, set operations, order (METRICS A2, A4).
#include "histories.hpp"

#include "aggregate.hpp"
#include "core/activity/history_agg.hpp"

#include <algorithm>
#include <iterator>

namespace c360::activity {
namespace {

using namespace testing;

// Where random sets lie: the present, around year 1, both ends of the calendar.
constexpr std::pair<std::int64_t, std::int64_t> regions[] = {{9000, 9700},
                                                             {-500, 500},
                                                             {-730'600, -730'000},
                                                             {first_day.value, first_day.value + 300},
                                                             {last_day.value - 300, std::int64_t{last_day.value} + 1},
                                                             {-2'000'000, 2'000'000}};

DaySet random_days(Chance& chance) {
  const auto& [from, to] = chance.of(regions);
  return testing::random_days(chance, from, to);
}

TEST(History, IsEmptyAtFirst) {
  const History history;
  EXPECT_TRUE(history.view().empty());
  EXPECT_EQ(history.view().first(), std::nullopt);
  EXPECT_EQ(history.view().last_until(last_day), std::nullopt);
  EXPECT_EQ(history.view().count_between(INT64_MIN, INT64_MAX), 0);
  EXPECT_FALSE(history.view().contains(Day{0}));
  EXPECT_EQ(days_inactive(history.view(), Day{0}), std::nullopt);
}

TEST(History, AnswersWhatItWasTold) {
  const History history("{[2026-01-05,2026-01-08),[2026-03-01,2026-03-02)}");
  EXPECT_TRUE(history.view().contains(day("2026-01-05")));
  EXPECT_TRUE(history.view().contains(day("2026-01-07")));
  EXPECT_FALSE(history.view().contains(day("2026-01-08")));
  EXPECT_EQ(history.view().first(), day("2026-01-05"));
  EXPECT_EQ(history.view().last_until(last_day), day("2026-03-01"));
  EXPECT_EQ(history.view().last_until(day("2026-02-01")), day("2026-01-07"));
  EXPECT_EQ(history.view().last_until(day("2026-01-04")), std::nullopt);
  EXPECT_EQ(history.view().count_between(day("2026-01-01").value, day("2026-02-01").value), 3);
  EXPECT_EQ(days_inactive(history.view(), day("2026-03-11")), 10);
  EXPECT_EQ(days_inactive(history.view(), day("2026-03-01")), 0);
}

TEST(History, ADayThatComesTwiceIsOneDay) {
  EXPECT_EQ(History("{[2026-01-05,2026-01-08),[2026-01-06,2026-01-07)}").bytes(),
            History("{[2026-01-05,2026-01-08)}").bytes());
}

TEST(History, TakesTwelveBytesForSixtyFourDays) {
  EXPECT_EQ(History("{}").bytes().size(), 8u);
  EXPECT_EQ(History("{[2026-02-09,2026-04-14)}").bytes().size(), 8u + 12);
  EXPECT_EQ(History("{[2026-02-09,2026-04-15)}").bytes().size(), 8u + 12 + 12);
}

TEST(History, HoldsBothEndsOfTheCalendar) {
  const History history(DaySet{first_day.value, last_day.value});
  EXPECT_EQ(history.view().first(), first_day);
  EXPECT_EQ(history.view().last_until(last_day), last_day);
  EXPECT_TRUE(history.view().contains(first_day));
  EXPECT_TRUE(history.view().contains(last_day));
  EXPECT_EQ(history.view().count_between(first_day.value, std::int64_t{last_day.value} + 1), 2);
  EXPECT_EQ(history.view().count_between(INT64_MIN, INT64_MAX), 2);
  EXPECT_EQ(days_inactive(history.view(), last_day), 0);
  EXPECT_EQ(days_inactive(history.view(), Day{last_day.value - 1}), std::int64_t{last_day.value} - 1 - first_day.value);
}

TEST(History, BuiltInAnyOrderIsTheSameBytes) {
  Chance chance(10);
  for (int round = 0; round < 500; ++round) {
    const DaySet days = random_days(chance);
    std::vector<std::int64_t> order(days.begin(), days.end());
    for (std::size_t i = 0; i < days.size() / 3; ++i) order.push_back(chance.of(order));  // some twice
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(i) - 1))]);
    Aggregate<HistoryAgg> aggregate({});
    for (const std::int64_t each : order) aggregate.add(Day{static_cast<std::int32_t>(each)});
    aggregate.expect_valid();
    const History built(aggregate.result());
    ASSERT_EQ(built.bytes(), History(days).bytes());
    ASSERT_EQ(days_of(built.view()), days);
  }
}

TEST(History, AnswersAsASetOfDaysDoes) {
  Chance chance(11);
  for (int round = 0; round < 2000; ++round) {
    const DaySet days = random_days(chance);
    const History history(days);
    ASSERT_EQ(days_of(history.view()), days);
    ASSERT_EQ(history.view().first(),
              days.empty() ? std::nullopt : std::optional(Day{static_cast<std::int32_t>(*days.begin())}));
    for (int question = 0; question < 20; ++question) {
      const std::int64_t near = days.empty() || chance.one_in(10)
                                    ? chance.number(first_day.value, last_day.value)
                                    : *days.lower_bound(chance.number(*days.begin(), *days.rbegin()));
      const std::int64_t at = std::clamp<std::int64_t>(near + chance.number(-70, 70), first_day.value, last_day.value);
      const Day some{static_cast<std::int32_t>(at)};
      ASSERT_EQ(history.view().contains(some), days.contains(at)) << text_of(some);
      const auto after = days.upper_bound(at);
      const auto last =
          after == days.begin() ? std::nullopt : std::optional(Day{static_cast<std::int32_t>(*std::prev(after))});
      ASSERT_EQ(history.view().last_until(some), last) << text_of(some);
      ASSERT_EQ(days_inactive(history.view(), some), last ? std::optional(at - last->value) : std::nullopt);
      const std::int64_t to = at + chance.number(-5, 300);
      const auto count = to <= at ? 0 : std::distance(days.lower_bound(at), days.lower_bound(to));
      ASSERT_EQ(history.view().count_between(at, to), count) << text_of(some) << " " << to - at;
    }
  }
}

TEST(History, CountsBetweenAnyTwoNumbers) {
  const History history("{[2026-01-05,2026-01-08)}");
  const std::int64_t far = std::int64_t{1} << 38;
  EXPECT_EQ(history.view().count_between(-far, far), 3);
  EXPECT_EQ(history.view().count_between(far, -far), 0);
  EXPECT_EQ(history.view().count_between(-far - 10, -far), 0);
  EXPECT_EQ(history.view().count_between(far, far + 10), 0);
  EXPECT_EQ(history.view().count_between(INT64_MIN, INT64_MIN + 1), 0);
  EXPECT_EQ(history.view().count_between(INT64_MAX - 1, INT64_MAX), 0);
  EXPECT_EQ(history.view().count_between(5, 5), 0);
}

TEST(History, SetOperationsAreThoseOfSets) {
  Chance chance(12);
  for (int round = 0; round < 2000; ++round) {
    const auto& [from, to] = chance.of(regions);
    const DaySet a = testing::random_days(chance, from, to), b = testing::random_days(chance, from, to);
    DaySet united = a, common, only_a;
    united.insert(b.begin(), b.end());
    std::ranges::set_intersection(a, b, std::inserter(common, common.end()));
    std::ranges::set_difference(a, b, std::inserter(only_a, only_a.end()));
    const auto combined = [&](SetOperation operation) {
      ContextMemory memory;
      StateBuffer buffer(memory);
      combine(operation, History(a).view(), History(b).view(), buffer);
      return History(buffer).bytes();
    };
    ASSERT_EQ(combined(SetOperation::unite), History(united).bytes());
    ASSERT_EQ(combined(SetOperation::intersect), History(common).bytes());
    ASSERT_EQ(combined(SetOperation::subtract), History(only_a).bytes());
  }
}

TEST(History, PartsMergeToTheWhole) {
  Chance chance(13);
  for (int round = 0; round < 1000; ++round) {
    const auto& [from, to] = chance.of(regions);
    DaySet all;
    std::vector<Day> rows;
    for (std::int64_t part = chance.number(1, 6); part > 0; --part)
      for (const std::int64_t each : testing::random_days(chance, from, to)) {
        rows.push_back(Day{static_cast<std::int32_t>(each)});
        all.insert(each);
      }
    expect_parts_merge_to_the_whole<HistoryAgg>({}, rows, chance,
                                                [&](const StateBuffer& whole, const StateBuffer& merged) {
                                                  EXPECT_EQ(History(whole).bytes(), History(all).bytes());
                                                  EXPECT_EQ(History(merged).bytes(), History(all).bytes());
                                                });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(History, OfHistoriesIsTheirUnion) {
  Chance chance(16);
  for (int round = 0; round < 1000; ++round) {
    const auto& [from, to] = chance.of(regions);
    DaySet all;
    ContextMemory memory;
    StateBuffer buffer(memory);
    HistoryAgg::create(buffer, {});
    for (std::int64_t part = chance.number(0, 6); part > 0; --part) {
      const DaySet days = testing::random_days(chance, from, to);
      all.insert(days.begin(), days.end());
      const History other(days);
      const Bytes before = other.bytes();
      HistoryAgg(buffer).add(other.view());
      ASSERT_EQ(other.bytes(), before);
    }
    ASSERT_EQ(History(HistoryAgg::result(buffer.bytes(), result_memory())).bytes(), History(all).bytes());
  }
}

TEST(History, MergedWithItselfItStaysAsItIs) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  HistoryAgg::create(buffer, {});
  for (const std::int32_t each : {9000, 9001, 9100, 9200}) HistoryAgg(buffer).add(Day{each});
  const Bytes before = copy_of(buffer.bytes());
  HistoryAgg(buffer).merge(buffer.bytes());
  EXPECT_EQ(copy_of(buffer.bytes()), before);
}

TEST(History, RunsMayComeInAnyOrderAndOverlap) {
  Chance chance(14);
  for (int round = 0; round < 1000; ++round) {
    const auto& [from, to] = chance.of(regions);
    std::vector<DayRun> runs;
    DaySet days;
    for (std::int64_t i = chance.number(0, 10); i > 0; --i) {
      const std::int64_t start = chance.number(from, to - 1);
      const DayRun run{start, std::min(to, start + chance.number(0, 150))};
      runs.push_back(run);
      for (std::int64_t each = run.from; each < run.to; ++each) days.insert(each);
    }
    ContextMemory memory;
    StateBuffer buffer(memory);
    add_runs(runs, buffer);
    ASSERT_EQ(History(buffer).bytes(), History(days).bytes());
  }
}

TEST(History, LongOverlapsCostNoMoreThanTheirUnion) {
  // A hundred thousand times the same 27 years: one pass over each day and run would be a thousand million steps.
  const std::vector<DayRun> runs(100'000, DayRun{0, 10'000});
  ContextMemory memory;
  StateBuffer buffer(memory);
  add_runs(runs, buffer);
  EXPECT_EQ(HistoryView(buffer.bytes()).count_between(0, 20'000), 10'000);
}

TEST(History, OrderIsThatOfListsOfDays) {
  const auto order = [](std::string_view a, std::string_view b) {
    return compare(History(a).view(), History(b).view());
  };
  EXPECT_EQ(order("{}", "{}"), std::strong_ordering::equal);
  EXPECT_EQ(order("{}", "{[2026-01-01,2026-01-02)}"), std::strong_ordering::less);
  EXPECT_EQ(order("{[2026-01-01,2026-01-02)}", "{[2026-01-02,2026-01-03)}"), std::strong_ordering::less);
  // A beginning comes before what it begins.
  EXPECT_EQ(order("{[2026-01-01,2026-01-02)}", "{[2026-01-01,2026-01-03)}"), std::strong_ordering::less);
  EXPECT_EQ(order("{[2026-01-01,2026-01-02)}", "{[2026-01-01,2026-01-02),[2027-01-01,2027-01-02)}"),
            std::strong_ordering::less);
  EXPECT_EQ(order("{[2026-01-01,2026-01-02),[2027-01-01,2027-01-02)}", "{[2026-01-01,2026-01-03)}"),
            std::strong_ordering::greater);
}

TEST(History, OrderAgreesWithListsOfDaysAtRandom) {
  Chance chance(15);
  for (int round = 0; round < 5000; ++round) {
    const auto& [from, to] = chance.of(regions);
    DaySet a = testing::random_days(chance, from, to), b = testing::random_days(chance, from, to);
    if (chance.one_in(2)) b = a;  // and then mostly a small difference
    if (chance.one_in(2)) b.insert(chance.number(from, to - 1));
    if (chance.one_in(3) && !a.empty()) a.erase(std::prev(a.end()));
    const History x(a), y(b);
    const auto expected = std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end());
    ASSERT_EQ(compare(x.view(), y.view()), expected) << text_of(x.view()) << " and " << text_of(y.view());
    ASSERT_EQ(compare(y.view(), x.view()), 0 <=> expected);
    ASSERT_EQ(compare(x.view(), y.view()) == 0, x.bytes() == y.bytes());
  }
}

TEST(History, HoldsAMillionBlocksOfDaysAndNoMore) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  const std::int64_t days = std::int64_t{HistoryView::most_items} * 64;
  add_runs({{0, days}}, buffer);
  const HistoryView full(buffer.bytes());
  EXPECT_EQ(full.count(), HistoryView::most_items);
  EXPECT_EQ(error_of([&] {
              ContextMemory result_memory;
              StateBuffer result(result_memory);
              combine(SetOperation::unite, full, History(DaySet{-1}).view(), result);
            }),
            ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] {
              ContextMemory result_memory;
              StateBuffer result(result_memory);
              add_runs({{first_day.value, std::int64_t{last_day.value} + 1}}, result);
            }),
            ErrorKind::out_of_range);

  StateBuffer state(memory);
  HistoryAgg::create(state, {});
  HistoryAgg(state).add(full);
  HistoryAgg(state).add(Day{5});  // was there already
  EXPECT_EQ(HistoryView(HistoryAgg::result(state.bytes(), memory).bytes()).count(), HistoryView::most_items);
  EXPECT_EQ(error_of([&] { HistoryAgg(state).add(Day{static_cast<std::int32_t>(days)}); }), ErrorKind::out_of_range);
  // In front it waits, and is one too many in the end.
  EXPECT_EQ(error_of([&] {
              HistoryAgg(state).add(Day{-1});
              (void)HistoryAgg::result(state.bytes(), memory);
            }),
            ErrorKind::out_of_range);
}

TEST(History, ABlockOfAnotherTypeIsRefused) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  buffer.reserve(64);
  store(buffer.data(), StateHeader{.type = StateType{6}});
  EXPECT_EQ(error_of([&] { HistoryView view(buffer.bytes()); }), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of([&] { HistoryAgg state(buffer); }), ErrorKind::invalid_binary);
}

}  // namespace
}  // namespace c360::activity
