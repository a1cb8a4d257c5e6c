// MRR histories: building, look-up, sum, order, and which bytes are one (METRICS B1).
#include "core/revenue/history.hpp"

#include "mrr_histories.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

constexpr StateHeader header{.type = MrrHistoryView::type};
constexpr Money::Units largest_packed = (Money::Units{1} << 95) - 1;

Bytes with_steps(std::initializer_list<std::pair<std::int32_t, Money::Units>> steps) {
  Bytes bytes = bytes_of(header, static_cast<std::uint32_t>(steps.size()));
  for (const auto& [day, units] : steps) {
    const Bytes item = bytes_of(AmountItem{day, PackedMoney(Money::from_units(units))});
    bytes.insert(bytes.end(), item.begin(), item.end());
  }
  return bytes;
}

// What validate() has against bytes; nothing where it lets them in.
std::string objection(const Bytes& bytes) {
  const OddCopy odd(bytes);
  const auto validate = [&] { MrrHistoryView::validate(odd.bytes()); };
  EXPECT_EQ(error_of(validate).value_or(ErrorKind::invalid_binary), ErrorKind::invalid_binary);
  return detail_of(validate);
}

TEST(MrrHistory, IsEmptyAtFirst) {
  const MrrHistory history("{}");
  EXPECT_TRUE(history.view().empty());
  EXPECT_EQ(history.view().at(Day{0}), Money());
  EXPECT_EQ(history.view().at(first_day), Money());
  EXPECT_EQ(history.view().at(last_day), Money());
}

TEST(MrrHistory, SaysWhatIsPaidOnADay) {
  const MrrHistory history("{[2026-01-10,2026-02-10)=100,[2026-02-10,2026-03-01)=120.50,[2026-05-01,)=80}");
  for (const auto& [when, mrr] :
       std::initializer_list<std::pair<std::string_view, std::string_view>>{{"2026-01-09", "0"},
                                                                            {"2026-01-10", "100"},
                                                                            {"2026-02-09", "100"},
                                                                            {"2026-02-10", "120.50"},
                                                                            {"2026-02-28", "120.50"},
                                                                            {"2026-03-01", "0"},
                                                                            {"2026-04-30", "0"},
                                                                            {"2026-05-01", "80"},
                                                                            {"5874897-12-31", "80"},
                                                                            {"4714-11-24 BC", "0"}})
    EXPECT_EQ(history.view().at(day(when)), money(mrr)) << when;
}

TEST(MrrHistory, TakesSixteenBytesAChange) {
  EXPECT_EQ(MrrHistory("{}").bytes().size(), 8u);
  EXPECT_EQ(MrrHistory("{[2026-01-10,)=100}").bytes().size(), 8u + 16);
  EXPECT_EQ(MrrHistory("{[2026-01-10,2026-02-01)=100}").bytes().size(), 8u + 2 * 16);
}

TEST(MrrHistory, StepsThatChangeNothingAreLeftOut) {
  const MrrHistory history(
      {{Day{-5}, Money()}, {Day{0}, money("5")}, {Day{1}, money("5")}, {Day{2}, Money()}, {Day{3}, Money()}});
  EXPECT_EQ(history.bytes(), with_steps({{0, 5 * Money::scale}, {2, 0}}));
}

TEST(MrrHistory, HoldsBothEndsOfTheCalendar) {
  const MrrHistory history({{first_day, money("5")}, {last_day, Money()}});
  EXPECT_EQ(history.view().at(first_day), money("5"));
  EXPECT_EQ(history.view().at(Day{last_day.value - 1}), money("5"));
  EXPECT_EQ(history.view().at(last_day), Money());
}

TEST(MrrHistory, ATotalBelowZeroIsAnErrorThatNamesTheDay) {
  const auto build = [] { MrrHistory({{day("2026-01-01"), money("5")}, {day("2026-02-01"), money("-0.50")}}); };
  EXPECT_EQ(error_of(build), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of(build), "The subscriptions of one customer add up to -0.50 on 2026-02-01.");
}

TEST(MrrHistory, AnMrrThatDoesNotFitIsOutOfRange) {
  EXPECT_EQ(error_of([] { MrrHistory({{Day{0}, Money::from_units(largest_packed)}}); }), std::nullopt);
  EXPECT_EQ(error_of([] { MrrHistory({{Day{0}, Money::from_units(largest_packed + 1)}}); }), ErrorKind::out_of_range);
}

TEST(MrrHistory, HoldsAMillionChangesAndNoMore) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  MrrHistoryBuilder builder(buffer);
  for (std::uint32_t i = 0; i < MrrHistoryView::most_items; ++i) builder.step(day_of(i), Money::from_units(1 + i % 2));
  const Money last = Money::from_units(2);
  builder.step(day_of(MrrHistoryView::most_items), last);  // changes nothing
  EXPECT_EQ(error_of([&] { builder.step(day_of(MrrHistoryView::most_items), Money()); }), ErrorKind::out_of_range);
  const MrrHistoryView view(buffer.bytes());
  EXPECT_EQ(view.count(), MrrHistoryView::most_items);
  EXPECT_EQ(error_of([&] { MrrHistoryView::validate(view.value_bytes()); }), std::nullopt);
  EXPECT_EQ(view.at(last_day), last);
}

// ---- against the model

TEST(MrrHistory, SaysOnEveryDayWhatTheSubscriptionsAddUpTo) {
  Chance chance(100);
  for (int round = 0; round < 400; ++round) {
    const Years& years = chance.of(random_years);
    const Subscriptions rows = random_subscriptions(chance, years);
    const DailyMrr model = daily(rows, years);
    const MrrHistory history(text_of(rows));
    for (std::int64_t each = years.from - 2; each < years.to + 25; ++each)
      ASSERT_EQ(history.view().at(day_of(each)), model.on(each)) << text_of(rows) << " on " << text_of(day_of(each));
  }
}

std::string sum(const MrrHistoryView& a, const MrrHistoryView& b) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  add(a, b, buffer);
  return text_of(MrrHistory(buffer).view());
}

TEST(MrrHistory, TheSumIsThatOfEveryDay) {
  EXPECT_EQ(sum(MrrHistory("{[2026-01-01,2026-03-01)=100}").view(), MrrHistory("{[2026-02-01,)=50}").view()),
            "{[2026-01-01,2026-02-01)=100.00,[2026-02-01,2026-03-01)=150.00,[2026-03-01,)=50.00}");
  // What one loses on a day, the other gains.
  EXPECT_EQ(sum(MrrHistory("{[2026-01-01,2026-03-01)=100}").view(), MrrHistory("{[2026-03-01,)=100}").view()),
            "{[2026-01-01,)=100.00}");
  EXPECT_EQ(sum(MrrHistory("{}").view(), MrrHistory("{}").view()), "{}");
  EXPECT_EQ(sum(MrrHistory("{}").view(), MrrHistory("{[2026-03-01,)=100}").view()), "{[2026-03-01,)=100.00}");
}

TEST(MrrHistory, TheSumOfPartsIsTheWhole) {
  Chance chance(101);
  for (int round = 0; round < 500; ++round) {
    const Years& years = chance.of(random_years);
    const Subscriptions a = random_subscriptions(chance, years), b = random_subscriptions(chance, years);
    Subscriptions both = a;
    both.insert(both.end(), b.begin(), b.end());
    const MrrHistory x(text_of(a)), y(text_of(b)), whole(text_of(both));
    ASSERT_EQ(sum(x.view(), y.view()), text_of(whole.view()));
    ASSERT_EQ(sum(y.view(), x.view()), text_of(whole.view()));
  }
}

TEST(MrrHistory, ASumThatDoesNotFitIsOutOfRange) {
  const MrrHistory half({{Day{0}, Money::from_units(Money::Units{1} << 94)}});
  EXPECT_EQ(error_of([&] { sum(half.view(), half.view()); }), ErrorKind::out_of_range);
}

// ---- order

TEST(MrrHistory, TheEarlierThenTheHigherDifferenceIsTheGreater) {
  const std::string_view ascending[] = {
      "{}",
      "{[2026-02-01,)=100}",
      "{[2026-02-01,2026-03-01)=100}",  // changes on a day on which the other does not
      "{[2026-02-01,2026-04-01)=200}",
      "{[2026-01-01,2026-02-01)=1,[2026-02-01,)=0.5}",
      "{[2026-01-01,2026-02-01)=1,[2026-02-01,)=2}",
      "{[2026-01-01,)=1.000001}"};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t j = 0; j < std::size(ascending); ++j)
      EXPECT_EQ(compare(MrrHistory(ascending[i]).view(), MrrHistory(ascending[j]).view()), i <=> j)
          << ascending[i] << " and " << ascending[j];
}

TEST(MrrHistory, OrderIsTotal) {
  Chance chance(102);
  std::vector<MrrHistory> histories;
  // Few days and prices, so that many are equal up to their ends.
  for (int i = 0; i < 60; ++i) {
    std::vector<MrrStep> steps;
    for (std::int64_t at = 0; at < 6; ++at)
      if (chance.one_in(2)) steps.push_back({day_of(at), Money::from_units(chance.number(0, 2))});
    histories.emplace_back(steps);
  }
  for (const MrrHistory& a : histories)
    for (const MrrHistory& b : histories) {
      const auto order = compare(a.view(), b.view());
      ASSERT_EQ(compare(b.view(), a.view()), 0 <=> order);
      ASSERT_EQ(order == 0, a.bytes() == b.bytes());
      for (const MrrHistory& c : histories)
        ASSERT_TRUE(order > 0 || compare(b.view(), c.view()) > 0 || compare(a.view(), c.view()) <= 0)
            << text_of(a.view()) << ", " << text_of(b.view()) << " and " << text_of(c.view());
    }
}

// ---- bytes from outside

TEST(MrrHistoryBinary, HoldsDaysCountedFrom2000AndUnitsOfMoney) {
  EXPECT_EQ(MrrHistory("{[1999-12-31,2000-01-03)=0.000001,[2000-01-03,)=3660068268.5931650032}").bytes(),
            with_steps({{-1, 5040}, {2, Money::Units{1} << 64}}));
  EXPECT_EQ(bytes_of(AmountItem{1, PackedMoney(Money::from_units((Money::Units{3} << 64) + 2))}),
            bytes_of(std::int32_t{1}, std::uint64_t{2}, std::int32_t{3}));
}

TEST(MrrHistoryBinary, WhatWasWrittenIsLetIn) {
  EXPECT_EQ(objection(with_steps({})), "");
  EXPECT_EQ(objection(with_steps({{-1, 1}, {2, 0}, {3, largest_packed}})), "");
  EXPECT_EQ(objection(with_steps({{first_day.value, 1}, {last_day.value, 2}})), "");
}

TEST(MrrHistoryBinary, EveryPrefixOfAValueIsInvalid) {
  const Bytes whole = with_steps({{-1, 1}, {2, 0}});
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(objection({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}), "") << size;
  EXPECT_EQ(objection({}), "It has only 0 bytes.");
  EXPECT_EQ(objection({whole.begin(), whole.begin() + 7}), "It has only 7 bytes.");
  EXPECT_EQ(objection({whole.begin(), whole.end() - 1}), "It declares 2 steps but is too short for them.");
}

TEST(MrrHistoryBinary, BytesBehindTheLastStepAreInvalid) {
  Bytes bytes = with_steps({{0, 1}});
  bytes.push_back(std::byte{0});
  EXPECT_EQ(objection(bytes), "Bytes follow the last step.");
  // In a block that is built they are spare room.
  EXPECT_EQ(MrrHistoryView(bytes).count(), 1u);
}

TEST(MrrHistoryBinary, AForeignHeaderIsInvalid) {
  const std::string_view objections[] = {
      "The bytes begin with the header of another type.", "The bytes begin with the header of another type.",
      "Its format version is 65; this build reads version 1.", "Its header has unknown flags."};
  for (std::size_t at = 0; at < 4; ++at) {
    Bytes bytes = with_steps({{0, 1}});
    bytes[at] ^= std::byte{0x40};
    EXPECT_EQ(objection(bytes), objections[at]);
  }
}

TEST(MrrHistoryBinary, ACountThatDoesNotMatchIsInvalid) {
  for (const std::uint32_t count : {0u, 2u, 1u << 20, (1u << 20) + 1, 0x10000001u, 0x80000000u, 0xffffffffu}) {
    Bytes bytes = with_steps({{0, 1}});
    overwrite(bytes, 4, count);
    EXPECT_NE(objection(bytes), "") << count;
  }
}

TEST(MrrHistoryBinary, StepsAscendAndChangeSomething) {
  EXPECT_EQ(objection(with_steps({{5, 1}, {5, 2}})), "Step 1 is out of order.");
  EXPECT_EQ(objection(with_steps({{5, 1}, {6, 2}, {-6, 1}})), "Step 2 is out of order.");
  EXPECT_EQ(objection(with_steps({{5, 0}})), "Step 0 changes nothing.");
  EXPECT_EQ(objection(with_steps({{5, 1}, {6, 1}})), "Step 1 changes nothing.");
  EXPECT_EQ(objection(with_steps({{5, 1}, {6, 0}, {7, 0}})), "Step 2 changes nothing.");
}

TEST(MrrHistoryBinary, NobodyPaysLessThanNothing) {
  EXPECT_EQ(objection(with_steps({{5, -1}})), "Step 0 has an MRR below zero.");
  EXPECT_EQ(objection(with_steps({{5, 1}, {6, -largest_packed - 1}})), "Step 1 has an MRR below zero.");
}

TEST(MrrHistoryBinary, DaysLieWithinTheCalendar) {
  for (const std::int32_t each : {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX}) {
    EXPECT_EQ(objection(with_steps({{each, 1}})), "Step 0 is outside the calendar.");
  }
  EXPECT_EQ(objection(with_steps({{0, 1}, {INT32_MAX, 2}})), "Step 1 is outside the calendar.");
}

TEST(MrrHistoryBinary, MoreStepsThanAHistoryMayHaveAreInvalid) {
  Bytes bytes = bytes_of(header, MrrHistoryView::most_items + 1);
  bytes.resize(bytes.size() + (MrrHistoryView::most_items + 1) * AmountItem::size);
  for (std::uint32_t i = 0; i <= MrrHistoryView::most_items; ++i)
    store(bytes.data() + MrrHistoryView::items_at + i * AmountItem::size,
          AmountItem{static_cast<std::int32_t>(i), PackedMoney(Money::from_units(1 + i % 2))});
  EXPECT_EQ(objection(bytes), "It has 1048577 steps, more than a history may have.");
}

}  // namespace
}  // namespace c360::revenue
