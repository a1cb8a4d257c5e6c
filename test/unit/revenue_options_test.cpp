// Options of the revenue aggregates, and exchange rates (METRICS B1, B3, B9).
#include "core/revenue/options.hpp"

#include "testing.hpp"

namespace c360::revenue {
namespace {

using namespace testing;

constexpr Options::Known all{.below_zero = true, .grace_days = true, .grain = true, .currency = true};
constexpr Options::Known steps_only{.below_zero = true, .grace_days = true, .grain = true};

std::string fault_of(std::string_view json, const Options::Known& known = steps_only) {
  EXPECT_EQ(error_of([&] { Options::parse(json, known); }), ErrorKind::invalid_parameter) << json;
  return detail_of([&] { Options::parse(json, known); });
}

TEST(RevenueOptions, AreAllOptional) { EXPECT_EQ(Options::parse("{}", steps_only).steps, StepOptions()); }

TEST(RevenueOptions, SayHowStepsAreRead) {
  const auto steps_of = [](std::string_view json) { return Options::parse(json, steps_only).steps; };
  const StepOptions given = steps_of(R"#({"below_zero": "zero", "grace_days": 7, "grain": "week(sunday)"})#");
  EXPECT_EQ(given.snapshots, Grain::parse("week(sunday)"));
  EXPECT_EQ(given.grace_days, 7);
  EXPECT_TRUE(given.negative_is_zero);
  EXPECT_EQ(steps_of(R"({"below_zero": "error", "grace_days": 0, "grain": "month"})"), StepOptions());
}

TEST(RevenueOptions, UnknownOnesNameTheNearest) {
  EXPECT_EQ(fault_of(R"({"bellow_zero": "zero"})"), "At $.bellow_zero: Unknown property. Did you mean \"below_zero\"?");
  EXPECT_EQ(fault_of(R"({"grain": "day"})", {.below_zero = true, .grace_days = true}),
            "At $.grain: Unknown property. Known ones are below_zero, grace_days.");
}

TEST(RevenueOptions, HaveValuesOfTheirKinds) {
  EXPECT_EQ(fault_of(R"({"below_zero": "nil"})"),
            "At $.below_zero: The word \"nil\" is unknown. Use \"error\" or \"zero\".");
  for (const std::string_view json : {R"({"below_zero": true})", R"({"grace_days": -1})", R"({"grace_days": 1.5})",
                                      R"({"grace_days": 36501})", R"({"grace_days": "7"})", R"({"grain": "fortnight"})",
                                      R"({"grain": "7 days"})", R"({"grain": 7})", "[]", "7", "null", "{"})
    fault_of(json);
}

TEST(RevenueOptions, RatesAreByCurrencyAndDay) {
  const Rates rates = Options::parse(R"({"reporting_currency": "eur", "rates": {"USD": {"2026-01-31": 0.92,
      "2026-01-15": 0.5, "2026-02-28": 0.930000000001}, " gbp ": {}, "EUR": {"2026-01-31": 7}}})",
                                     all)
                          .rates;
  ASSERT_EQ(rates.size(), 3u);
  EXPECT_EQ(rates.find(" Usd"), 1u);
  EXPECT_EQ(rates.find("GBP"), 2u);
  EXPECT_EQ(rates.find("EUR"), 0u);
  EXPECT_EQ(rates.find("XXX"), 3u);
  const Periods months({Grain::Unit::month}, Day{});
  const std::int64_t january = months.index(day("2026-01-01"));
  EXPECT_EQ(rates.of(1, january, months), Rate{920'000'000'000});  // the last one of the period
  EXPECT_EQ(rates.of(1, january + 1, months), Rate{930'000'000'001});
  EXPECT_EQ(rates.of(0, january + 2, months), Rate{});  // 1 is worth 1
  EXPECT_EQ(detail_of([&] { rates.of(1, january + 2, months); }),
            "There is no rate of \"USD\" for the month that begins on 2026-03-01.");
  EXPECT_EQ(error_of([&] { rates.of(2, january, months); }), ErrorKind::invalid_parameter);
}

TEST(RevenueOptions, RatesHaveFaults) {
  EXPECT_EQ(fault_of("{}", all), "The property \"reporting_currency\" is missing.");
  for (const std::string_view rates :
       {R"(7)", R"({"USD": 0.9})", R"({"USD": {"January": 0.9}})", R"({"USD": {"2026-01-31": 0}})",
        R"({"USD": {"2026-01-31": -1}})", R"({"USD": {"2026-01-31": "0.9"}})", R"({"USD": {"2026-01-31": 9000001}})",
        R"({"USD": {}, "usd": {}})"})
    fault_of(concat(R"({"reporting_currency": "EUR", "rates": )", rates, "}"), all);
}

TEST(Rate, ProductsRoundToTheNearestHalfToEven) {
  const auto product = [](std::int64_t units, std::int64_t rate) {
    return static_cast<std::int64_t>((Money::from_units(units) * Rate{rate}).units());
  };
  EXPECT_EQ(product(5, Rate::one / 2), 2);
  EXPECT_EQ(product(7, Rate::one / 2), 4);
  EXPECT_EQ(product(-5, Rate::one / 2), -2);
  EXPECT_EQ(product(-7, Rate::one / 2), -4);
  EXPECT_EQ(product(5, Rate::one / 2 + 1), 3);
  EXPECT_EQ(product(123, Rate::one), 123);
  EXPECT_EQ(product(INT64_MAX / 4, 2 * Rate::one), INT64_MAX / 4 * 2);
  EXPECT_EQ(error_of([] { Money::from_units(Money::Units{1} << 120) * Rate{Rate::one * 1000}; }),
            ErrorKind::out_of_range);

  // Against long multiplication in 128 bits, where that has room.
  Chance chance(180);
  for (int round = 0; round < 20'000; ++round) {
    const std::int64_t units =
        chance.number(-1'000'000'000'000'000, 1'000'000'000'000'000) * (chance.one_in(2) ? 1 : 100);
    const std::int64_t rate = chance.one_in(3) ? chance.number(1, 20) * Rate::one / 2 : chance.number(1, 3 * Rate::one);
    const __int128 exact = static_cast<__int128>(units) * rate,
                   floor = exact >= 0 ? exact / Rate::one : -((-exact + Rate::one - 1) / Rate::one);
    const __int128 twice = 2 * (exact - floor * Rate::one);
    const __int128 nearest = floor + (twice > Rate::one || (twice == Rate::one && (floor & 1) != 0));
    ASSERT_EQ(product(units, rate), static_cast<std::int64_t>(nearest)) << units << " · " << rate;
  }
}

}  // namespace
}  // namespace c360::revenue
