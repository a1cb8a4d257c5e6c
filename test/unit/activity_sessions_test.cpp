// Sessions: runs of events without a gap, and their lengths (METRICS A19).
#include "core/activity/sessions.hpp"

#include <algorithm>
#include <limits>

#include "aggregate.hpp"

namespace c360::activity {
namespace {

using namespace testing;

constexpr std::int64_t first = first_instant.value, last = last_instant.value;

using Result = Sessions::Result;

bool same(const Result& a, const Result& b) {
  return a.sessions == b.sessions && a.total == b.total && a.longest == b.longest && a.median == b.median;
}

Result sessions(std::int64_t gap, const std::vector<std::int64_t>& events) {
  Aggregate<Sessions> aggregate({gap});
  for (const std::int64_t at : events) aggregate.add({Instant{at}});
  aggregate.expect_valid();
  return aggregate.result();
}

// By the definition: sorted, cut where the next event is a gap away.
Result by_definition(std::int64_t gap, std::vector<std::int64_t> events) {
  std::ranges::sort(events);
  std::vector<std::int64_t> lengths;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i == 0 || static_cast<__int128>(events[i]) - events[i - 1] >= gap)
      lengths.push_back(0);
    else
      lengths.back() += events[i] - events[i - 1];
  }
  if (lengths.empty()) return {0, 0, {}, {}};
  std::ranges::sort(lengths);
  Result result{static_cast<std::int64_t>(lengths.size()), 0, lengths.back(), {}};
  for (const std::int64_t length : lengths) result.total += length;
  const std::size_t middle = lengths.size() / 2;
  result.median = lengths[middle];
  if (lengths.size() % 2 == 0) {
    const std::int64_t apart = lengths[middle] - lengths[middle - 1];
    // Half a microsecond goes to the even one.
    result.median = lengths[middle - 1] + (apart % 2 == 0 ? apart / 2 : (apart / 2 + 1) / 2 * 2);
  }
  return result;
}

TEST(Sessions, AGapEndsOne) {
  EXPECT_TRUE(same(sessions(30, {0, 10, 39, 69, 70, 200}), {3, 40, 39, 1}));
  EXPECT_TRUE(same(sessions(30, {200, 70, 69, 39, 10, 0}), {3, 40, 39, 1}));
}

TEST(Sessions, OneEventIsASessionOfLengthZeroAndNoneIsNone) {
  EXPECT_TRUE(same(sessions(30, {7}), {1, 0, 0, 0}));
  EXPECT_TRUE(same(sessions(30, {7, 7, 7}), {1, 0, 0, 0}));
  EXPECT_TRUE(same(sessions(30, {}), {0, 0, {}, {}}));
}

TEST(Sessions, EventsExactlyAGapApartAreInTwo) {
  EXPECT_EQ(sessions(30, {0, 30}).sessions, 2);
  EXPECT_EQ(sessions(30, {0, 29}).sessions, 1);
  EXPECT_EQ(sessions(1, {0, 1}).sessions, 2);
  EXPECT_EQ(sessions(30, {0, 29, 58, 87}).longest, 87);  // however long it lasts
}

TEST(Sessions, TheMedianOfAnEvenNumberIsRoundedAsPercentileContDoes) {
  EXPECT_EQ(sessions(10, {0, 3, 100, 104}).median, 3);
  EXPECT_EQ(sessions(10, {0, 3, 100, 106}).median, 5);
  EXPECT_EQ(sessions(10, {0, 3, 100, 105}).median, 4);
  EXPECT_EQ(sessions(10, {0, 3, 100, 105, 200}).median, 3);
}

TEST(Sessions, AnEventBetweenTwoMakesThemOne) {
  EXPECT_TRUE(same(sessions(10, {0, 12, 6}), {1, 12, 12, 12}));
  Aggregate<Sessions> a({10}), b({10});
  for (const std::int64_t at : {0, 12, 24, 36}) a.add({Instant{at}});
  for (const std::int64_t at : {6, 30}) b.add({Instant{at}});
  a.merge(b);
  EXPECT_TRUE(same(a.result(), {2, 24, 12, 12}));
  Aggregate<Sessions> c({10});
  c.add({Instant{18}});
  a.merge(c);
  EXPECT_TRUE(same(a.result(), {1, 36, 36, 36}));
  a.expect_valid();
}

TEST(Sessions, TheWholeCalendarFits) {
  EXPECT_TRUE(same(sessions(last, {first, last}), {2, 0, 0, 0}));
  EXPECT_TRUE(same(sessions(last, {0, first, -1}), {1, -first, -first, -first}));
  EXPECT_EQ(sessions(last, {0, last - 1}).longest, last - 1);
  // Longer than an interval may be.
  EXPECT_EQ(error_of([] { sessions(last, {first, 0, last - 1, last}); }), ErrorKind::out_of_range);
}

TEST(Sessions, TheGapIsConstantWithinAGroup) {
  Aggregate<Sessions> seven({7}), eight({8});
  EXPECT_EQ(error_of([&] { seven.add({8}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { seven.merge(eight); }), ErrorKind::invalid_parameter);
  for (const std::int64_t gap : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()})
    EXPECT_EQ(error_of([&] { Aggregate<Sessions>({gap}); }), ErrorKind::invalid_parameter);
}

TEST(Sessions, AreByDefinitionInPartsAndWhole) {
  Chance chance(710);
  for (int round = 0; round < 1500; ++round) {
    const std::int64_t span = chance.of(std::array<std::int64_t, 4>{50, 3'000, 200'000, last / 4}),
                       gap = chance.number(1, chance.one_in(3) ? std::max<std::int64_t>(span / 10, 1) : 40);
    std::vector<Sessions::Row> rows;
    std::vector<std::int64_t> events;
    for (std::int64_t i = chance.number(0, chance.one_in(10) ? 2'000 : 60); i > 0; --i) {
      events.push_back(chance.number(-std::min(span, -first), span));
      rows.push_back({Instant{events.back()}});
    }
    if (chance.one_in(4)) std::ranges::sort(rows, {}, &Sessions::Row::at);
    if (chance.one_in(4)) std::ranges::sort(rows, std::greater{}, &Sessions::Row::at);
    const Result expected = by_definition(gap, events);
    expect_parts_merge_to_the_whole<Sessions>({gap}, rows, chance, [&](const Result& whole, const Result& merged) {
      EXPECT_TRUE(same(whole, expected));
      EXPECT_TRUE(same(merged, expected));
    });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Sessions, ManyAreByDefinitionToo) {
  Chance chance(711);
  std::vector<std::int64_t> events;
  for (int i = 0; i < 150'000; ++i) events.push_back(chance.number(0, 4'000'000));
  ContextMemory memory;
  StateBuffer buffer(memory);
  Sessions::create(buffer, {20});
  for (const std::int64_t at : events) Sessions(buffer).add({Instant{at}});
  EXPECT_TRUE(same(Sessions::result(buffer.bytes(), memory), by_definition(20, events)));
  Sessions::validate(buffer.bytes());
}

}  // namespace
}  // namespace c360::activity
