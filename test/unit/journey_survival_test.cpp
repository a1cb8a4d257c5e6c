// Survival curves: counts, merging, and the Kaplan–Meier estimate (METRICS D2).
#include "core/journey/survival.hpp"

#include <cmath>
#include <map>

#include "aggregate.hpp"
#include "states/stored_values.hpp"

namespace c360::journey {
namespace {

using namespace testing;
using OfRows = SurvivalAgg;
struct OfCurves : SurvivalAgg {
  using SurvivalAgg::SurvivalAgg;
  using Row = SurvivalCurveView;
};

template <class State>
ConstBytes curve_of(const Aggregate<State>& aggregate) {
  return aggregate.result().bytes();
}

struct Told {
  std::int32_t at;
  std::int64_t at_risk, reached, censored;
  double survival, standard_error;  // -1: none
};

std::vector<Told> told(const SurvivalCurveView& curve) {
  std::vector<Told> points;
  ProductLimit walk(curve);
  while (!walk.at_end()) {
    walk.step();
    const SurvivalPoint point = walk.point();
    const auto number = [](const Fixed& fixed) { return static_cast<double>(fixed.rounded(survival_decimals)) / 1e16; };
    points.push_back({point.counts.at, point.at_risk, point.counts.reached, point.counts.censored,
                      number(point.survival), point.standard_error ? number(*point.standard_error) : -1});
  }
  return points;
}

// Remission of leukaemia under 6-mercaptopurine, weeks (Freireich et al. 1963): the example of the textbooks.
constexpr std::string_view remission = "{6*3,6+,7,9+,10,10+,11+,13,16,17+,19+,20+,22,23,25+,32+*2,34+,35+}";

TEST(Survival, IsThatOfTheTextbooks) {
  const Curve curve(remission);
  std::map<std::int32_t, Told> at;
  for (const Told& point : told(curve.view())) at[point.at] = point;
  struct Published {
    std::int32_t at;
    std::int64_t at_risk;
    double survival, standard_error;
  };
  for (const auto& [t, at_risk, survival, error] : {Published{6, 21, 0.8571, 0.0764},
                                                    {7, 17, 0.8067, 0.0869},
                                                    {10, 15, 0.7529, 0.0963},
                                                    {13, 12, 0.6902, 0.1068},
                                                    {16, 11, 0.6275, 0.1141},
                                                    {22, 7, 0.5378, 0.1282},
                                                    {23, 6, 0.4482, 0.1346}}) {
    EXPECT_EQ(at[t].at_risk, at_risk) << t;
    EXPECT_NEAR(at[t].survival, survival, 0.00005) << t;
    EXPECT_NEAR(at[t].standard_error, error, 0.00005) << t;
  }
  EXPECT_EQ(survival_median(curve.view()), 23);
  EXPECT_EQ(at[9].survival, at[7].survival);  // a censoring alone changes nothing
}

TEST(Survival, WithoutCensoringIsTheShareLeft) {
  const Curve curve("{1,2,3,4,5,6,7,8,9,10}");
  const auto points = told(curve.view());
  ASSERT_EQ(points.size(), 10u);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(points[i].survival, static_cast<double>(9 - i) / 10);
  EXPECT_EQ(points[9].standard_error, -1);
  EXPECT_EQ(survival_median(curve.view()), 5);  // the first day on which half are left
  EXPECT_EQ(survival_at(curve.view(), 3)->rounded(16), 7'000'000'000'000'000);
}

TEST(Survival, AtOneDurationTheReachedComeBeforeTheCensored) {
  // Both are at risk at 5; one reaches it, and only then the other is lost.
  const Curve curve("{5,5+}");
  const auto points = told(curve.view());
  ASSERT_EQ(points.size(), 1u);
  EXPECT_EQ(points[0].at_risk, 2);
  EXPECT_EQ(points[0].survival, 0.5);
  EXPECT_EQ(survival_median(curve.view()), 5);
}

TEST(Survival, EdgesOfTheCurve) {
  const Curve nobody("{}"), at_once("{0*3}"), all_censored("{0+,10+*5,30+}"), one("{7}"), half("{3,9+}");
  EXPECT_EQ(survival_median(nobody.view()), std::nullopt);
  EXPECT_EQ(survival_at(nobody.view(), 0), std::nullopt);
  EXPECT_TRUE(told(nobody.view()).empty());
  EXPECT_EQ(survival_median(at_once.view()), 0);
  EXPECT_EQ(survival_at(at_once.view(), 0), Fixed(0));
  EXPECT_EQ(survival_at(at_once.view(), INT32_MAX), Fixed(0));  // all have it: known for ever
  EXPECT_EQ(survival_median(all_censored.view()), std::nullopt);
  EXPECT_EQ(survival_at(all_censored.view(), 30), Fixed(1));
  EXPECT_EQ(survival_at(all_censored.view(), 31), std::nullopt);  // nobody was observed so long
  EXPECT_EQ(survival_at(one.view(), 6), Fixed(1));
  EXPECT_EQ(survival_at(one.view(), 7), Fixed(0));
  EXPECT_EQ(survival_at(half.view(), 9), Fixed(1) / 2);
  EXPECT_EQ(survival_at(half.view(), 10), std::nullopt);
  EXPECT_EQ(error_of([&] { survival_at(one.view(), -1); }), ErrorKind::invalid_parameter);
}

TEST(Survival, TheStandardErrorOfABinomialShare) {
  // Without censoring Greenwood's is sqrt(s · (1 − s) / n).
  const Curve curve("{1*20,2*80}");
  const auto points = told(curve.view());
  EXPECT_NEAR(points[0].standard_error, std::sqrt(0.8 * 0.2 / 100), 1e-15);
}

TEST(Survival, NegativeDurationsAreRefusedAndChangeNothing) {
  Aggregate<OfRows> rows({});
  rows.add({3, true});
  const Bytes before = rows.bytes();
  for (const std::int32_t duration : {-1, INT32_MIN})
    EXPECT_EQ(error_of([&] { rows.add({duration, true}); }), ErrorKind::invalid_parameter) << duration;
  EXPECT_EQ(rows.bytes(), before);
  rows.add({INT32_MAX, false});
  EXPECT_EQ(text_of(curve_of(rows)), "{3,2147483647+}");
}

TEST(Survival, HoldsSoManyDurationsAndObservations) {
  Aggregate<OfRows> rows({}), over({});
  for (std::int32_t i = 0; i < 65536; ++i) rows.add({i * 2, i % 2 == 0});
  EXPECT_EQ(error_of([&] { rows.add({131072, true}); }), ErrorKind::out_of_range);
  over.merge(rows);
  over.add({1, true});  // may be one that is there, until it has its place
  EXPECT_EQ(error_of([&] { (void)over.result(); }), ErrorKind::out_of_range);
  rows.add({131070, true});  // one that is there
  const Curve full(curve_of(rows)), fresh("{7}"), present("{8*3,8+}");
  EXPECT_EQ(full.view().observations(), 65537);
  Aggregate<OfCurves> curves({});
  curves.add(full.view());
  curves.add(present.view());
  EXPECT_EQ(Curve(curve_of(curves)).view().observations(), 65541);
  curves.add(fresh.view());
  EXPECT_EQ(error_of([&] { (void)curves.result(); }), ErrorKind::out_of_range);

  const Curve most("{5*281474976710656}"), one("{5+}");
  Aggregate<OfCurves> many({});
  many.add(most.view());
  EXPECT_EQ(error_of([&] { many.add(one.view()); }), ErrorKind::out_of_range);
  EXPECT_EQ(text_of(curve_of(many)), "{5*281474976710656}");
  EXPECT_EQ(survival_at(most.view(), 5), Fixed(0));
}

TEST(Survival, OfHugeNumbersLosesNothing) {
  const Curve curve("{1*140737488355328,1+*140737488355327,2+}");
  const auto points = told(curve.view());
  EXPECT_EQ(points[0].survival, 0.5);
  EXPECT_NEAR(points[0].standard_error, 0.5 / std::sqrt(281474976710656.0), 1e-16);
  EXPECT_EQ(survival_median(curve.view()), 1);
}

TEST(Survival, OrderIsThatOfTheFirstDifference) {
  const char* const ascending[] = {"{}", "{1+}", "{1}", "{1,2}", "{1,1+}", "{1*2}", "{2+}", "{2,3}"};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      const Curve a(ascending[i]), b(ascending[j]);
      EXPECT_EQ(compare(a.view(), b.view()), i <=> j) << ascending[i] << ' ' << ascending[j];
      EXPECT_EQ(std::ranges::equal(a.bytes(), b.bytes()), i == j);
    }
}

TEST(Survival, PartsMergeToTheWholeAndTheEstimateIsTheDefinitions) {
  Chance chance(17);
  for (int round = 0; round < 300; ++round) {
    const std::int32_t longest = chance.of(std::array{3, 20, 400});
    std::vector<Observation> rows;
    for (std::int64_t i = chance.number(0, 200); i > 0; --i)
      rows.push_back({chance.small(0, longest), !chance.one_in(chance.number(1, 4))});
    Aggregate<OfRows> whole({});
    for (const Observation& row : rows) whole.add(row);
    EXPECT_EQ(error_of([&] { SurvivalCurveView::validate(curve_of(whole)); }), std::nullopt);

    // In parts, merged as states and as curves, in another order.
    std::vector<std::unique_ptr<Aggregate<OfRows>>> parts;
    for (std::int64_t i = chance.number(1, 4); i > 0; --i)
      parts.push_back(std::make_unique<Aggregate<OfRows>>(OfRows::Parameters{}));
    for (std::size_t i = rows.size(); i-- > 0;) chance.of(parts)->add(rows[i]);
    Aggregate<OfCurves> united({});
    for (const auto& part : parts) {
      const Curve curve(curve_of(*part));
      united.add(curve.view());
    }
    for (std::size_t i = 1; i < parts.size(); ++i) parts[0]->merge(*parts[i]);
    EXPECT_TRUE(std::ranges::equal(curve_of(*parts[0]), curve_of(whole)));
    EXPECT_TRUE(std::ranges::equal(curve_of(united), curve_of(whole)));

    // The definition: at every duration the product over those before it, counted from the rows.
    long double survival = 1, sum = 0;
    std::optional<std::int32_t> median;
    for (const Told& point : told(SurvivalCurveView(curve_of(whole)))) {
      const auto of = [&](auto condition) { return std::ranges::count_if(rows, condition); };
      EXPECT_EQ(point.at_risk, of([&](const Observation& row) { return row.duration >= point.at; }));
      EXPECT_EQ(point.reached, of([&](const Observation& row) { return row.duration == point.at && row.reached; }));
      EXPECT_EQ(point.censored, of([&](const Observation& row) { return row.duration == point.at && !row.reached; }));
      const auto n = static_cast<long double>(point.at_risk), d = static_cast<long double>(point.reached);
      survival *= (n - d) / n;
      EXPECT_NEAR(point.survival, static_cast<double>(survival), 2e-15);
      if (n == d) {
        EXPECT_EQ(point.standard_error, -1);
      } else {
        sum += d / (n * (n - d));
        EXPECT_NEAR(point.standard_error, static_cast<double>(survival * std::sqrt(sum)), 2e-15);
      }
      if (!median && survival <= 0.5L + 1e-15L) median = point.at;
      const auto asked = survival_at(SurvivalCurveView(curve_of(whole)), point.at);
      EXPECT_NEAR(static_cast<double>(asked->rounded(survival_decimals)) / 1e16, point.survival, 1e-15);
    }
    EXPECT_EQ(survival_median(SurvivalCurveView(curve_of(whole))), median);
    ASSERT_FALSE(HasFailure());
  }
}

// Twice as many durations move little more than twice as many, in whatever order they come: those are counted whose
// place in the state has other bytes after an addition.
TEST(Survival, TheWorkIsThatOfSortingInAnyOrder) {
  using Order = std::int32_t (*)(std::int32_t, std::int32_t);
  const std::pair<std::string_view, Order> orders[] = {
      {"ascending", [](std::int32_t i, std::int32_t) { return i; }},
      {"descending", [](std::int32_t i, std::int32_t n) { return n - i; }},
      {"shuffled", [](std::int32_t i, std::int32_t n) { return i * 919 % n; }},
      {"from both ends", [](std::int32_t i, std::int32_t n) { return i % 2 == 0 ? i : 2 * n - i; }},
  };
  for (const auto& [name, order] : orders) {
    const auto work = [&](std::int32_t n) {
      ContextMemory memory;
      StateBuffer buffer(memory);
      OfRows::create(buffer, {});
      Bytes before;
      std::size_t moved = 0;
      for (std::int32_t i = 0; i < n; ++i) {
        before = copy_of(buffer.bytes());
        OfRows(buffer).add(Observation{order(i, n) * 3, true});
        for (std::size_t at = 20; at + 20 <= before.size(); at += 20)
          moved += std::memcmp(before.data() + at, buffer.data() + at, 20) != 0;
      }
      const Bytes curve = copy_of(OfRows::result(buffer.bytes(), memory).bytes());
      EXPECT_EQ(SurvivalCurveView(curve).count(), static_cast<std::size_t>(n)) << name;
      return static_cast<double>(moved);
    };
    const double once = work(1'501), twice = work(3'002);
    EXPECT_LT(twice, 2.6 * once + 3'002) << name;
    EXPECT_LT(twice, 80.0 * 3'002) << name;  // of the pairs, 4.5 million
  }
}

TEST(Survival, ACurveAddsToItself) {
  Aggregate<OfRows> rows({});
  for (const std::int32_t duration : {3, 9, 27}) rows.add({duration, true});
  rows.merge(rows.bytes());
  EXPECT_EQ(text_of(curve_of(rows)), "{3*2,9*2,27*2}");
}

TEST(SurvivalBinary, HostileBytesAreInvalid) {
  const Curve curve("{3*2,3+,9+}");
  const Bytes good = copy_of(curve.bytes());
  const auto error_with = [&](std::size_t at, auto value) {
    Bytes bytes = good;
    overwrite(bytes, at, value);
    return error_of([&] { SurvivalCurveView::validate(bytes); });
  };
  EXPECT_EQ(error_of([&] { SurvivalCurveView::validate(good); }), std::nullopt);
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_EQ(error_of([&] {
                SurvivalCurveView::validate(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)));
              }),
              ErrorKind::invalid_binary);
  Bytes longer = good;
  longer.push_back(std::byte{0});
  EXPECT_EQ(error_of([&] { SurvivalCurveView::validate(longer); }), ErrorKind::invalid_binary);
  for (std::size_t at = 0; at < 4; ++at) EXPECT_EQ(error_with(at, std::uint8_t{0x77}), ErrorKind::invalid_binary) << at;
  for (const std::uint32_t count : {0u, 1u, 3u, 65537u, 0xffffffffu})
    EXPECT_EQ(error_with(4, count), ErrorKind::invalid_binary) << count;
  for (const std::int64_t sum : std::initializer_list<std::int64_t>{INT64_MIN, -1, 0, 3, 5, INT64_MAX})
    EXPECT_EQ(error_with(8, sum), ErrorKind::invalid_binary) << sum;
  for (const std::int32_t at : {INT32_MIN, -1, 9, 10}) EXPECT_EQ(error_with(16, at), ErrorKind::invalid_binary) << at;
  EXPECT_EQ(error_with(16, std::int32_t{8}), std::nullopt);
  for (const std::size_t counter : {20u, 28u})
    for (const std::int64_t number :
         std::initializer_list<std::int64_t>{INT64_MIN, -1, 0, std::int64_t{1} << 49, INT64_MAX})
      EXPECT_EQ(error_with(counter, number), ErrorKind::invalid_binary) << number;
  EXPECT_EQ(error_with(16 + 20 + 12, std::int64_t{0}), ErrorKind::invalid_binary);  // a duration of nobody
  // A sum that would overflow, were it not stopped.
  Bytes many = good;
  for (const std::size_t counter : {20u, 28u, 40u, 48u}) overwrite(many, counter, std::int64_t{1} << 48);
  overwrite(many, 8, std::int64_t{1} << 50);
  EXPECT_EQ(error_of([&] { SurvivalCurveView::validate(many); }), ErrorKind::invalid_binary);
}

TEST(Survival, OfDaysCountsThoseWhoWait) {
  const Day start = day("2026-01-05"), as_of = day("2026-06-30");
  const auto seen = [&](Day from, std::optional<Day> reached_on) -> std::pair<std::int64_t, bool> {
    const auto row = observed(from, reached_on, as_of);
    return row ? std::pair<std::int64_t, bool>{row->duration, row->reached} : std::pair<std::int64_t, bool>{-1, false};
  };
  EXPECT_EQ(seen(start, day("2026-02-24")), (std::pair<std::int64_t, bool>{50, true}));
  EXPECT_EQ(seen(start, start), (std::pair<std::int64_t, bool>{0, true}));
  EXPECT_EQ(seen(start, {}), (std::pair<std::int64_t, bool>{176, false}));
  EXPECT_EQ(seen(start, as_of), (std::pair<std::int64_t, bool>{176, true}));
  EXPECT_EQ(seen(start, day("2026-07-01")), (std::pair<std::int64_t, bool>{176, false}));  // has not come yet
  EXPECT_EQ(seen(as_of, {}), (std::pair<std::int64_t, bool>{0, false}));
  EXPECT_EQ(seen(day("2026-07-01"), {}), (std::pair<std::int64_t, bool>{-1, false}));  // nobody yet
  EXPECT_EQ(seen(day("2026-07-02"), day("2026-07-01")), (std::pair<std::int64_t, bool>{-1, false}));
  EXPECT_EQ(observed(first_day, {}, last_day)->duration, last_day.value - first_day.value);
  EXPECT_EQ(error_of([&] { (void)observed(start, day("2026-01-04"), as_of); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of([&] { (void)observed(start, day("2026-01-04"), as_of); }),
            "It starts on 2026-01-05 and is reached on 2026-01-04.");
}

}  // namespace
}  // namespace c360::journey
