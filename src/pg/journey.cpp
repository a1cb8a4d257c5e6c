// Bindings of the journey domain (METRICS D1–D3).
// Must not know: how anything is computed; that is core/journey.
#include "core/journey/onboarding.hpp"
#include "core/journey/stages.hpp"
#include "core/journey/survival_text.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/stored_type.hpp"

namespace c360::pg {

using namespace journey;

namespace {

SurvivalCurveView curve_argument(FunctionCallInfo fcinfo, int number) {
  return view_argument<SurvivalCurveView>(fcinfo, number);
}

// A survival or a standard error, to its documented decimals.
Datum fraction_datum(const Fixed& fraction) {
  std::int64_t units = 0;
  compute([&] { units = fraction.rounded(survival_decimals); });
  return decimal_datum(units, survival_decimals, 2);
}

}  // namespace

// ---- onboarding

// Not STRICT: a customer without go-live is the question, not a missing argument.
C360_FUNCTION(c360_onboarding_status) {
  constexpr int watch_days = 3, limit_days = 4;
  if (PG_ARGISNULL(watch_days) || PG_ARGISNULL(limit_days)) PG_RETURN_NULL();
  const OnboardingLimits limits{int_from(PG_GETARG_INT64(watch_days), "watch_days"),
                                int_from(PG_GETARG_INT64(limit_days), "limit_days")};
  compute([&] { limits.check(); });
  if (PG_ARGISNULL(0) || PG_ARGISNULL(2)) PG_RETURN_NULL();
  const Day signed_on = day_argument(fcinfo, 0), as_of = day_argument(fcinfo, 2);
  std::optional<Day> live_on;
  if (!PG_ARGISNULL(1)) live_on = day_argument(fcinfo, 1);
  const auto status = onboarding_status(signed_on, live_on, as_of, limits);
  if (!status) PG_RETURN_NULL();
  return text_datum(name_of(*status));
}

// ---- the type survival_curve

C360_FUNCTION(c360_survival_curve_in) {
  const std::string_view text = PG_GETARG_CSTRING(0);
  return build_value<SurvivalCurveView>([&](StateBuffer& result) { from_text(text, result); });
}

C360_FUNCTION(c360_survival_curve_out) {
  const SurvivalCurveView curve = curve_argument(fcinfo, 0);
  PG_RETURN_CSTRING(cstring_of([&] { return to_text(curve); }));
}

C360_STORED_TYPE(survival_curve, SurvivalCurveView)

C360_FUNCTION(c360_survival_curve_sum) {
  const SurvivalCurveView a = curve_argument(fcinfo, 0), b = curve_argument(fcinfo, 1);
  return build_value<SurvivalCurveView>([&](StateBuffer& result) {
    build_curve(result, [&](SurvivalAgg& sum) {
      sum.add(a);
      sum.add(b);
    });
  });
}

C360_FUNCTION(c360_survival_median) {
  const SurvivalCurveView curve = curve_argument(fcinfo, 0);
  std::optional<std::int32_t> median;
  compute([&] { median = survival_median(curve); });
  if (!median) PG_RETURN_NULL();
  PG_RETURN_INT32(*median);
}

C360_FUNCTION(c360_survival_at) {
  const SurvivalCurveView curve = curve_argument(fcinfo, 0);
  const std::int32_t duration = int_from(PG_GETARG_INT64(1), "duration");
  std::optional<Fixed> survival;
  compute([&] { survival = survival_at(curve, duration); });
  if (!survival) PG_RETURN_NULL();
  return fraction_datum(*survival);
}

C360_FUNCTION(c360_survival_points) {
  const SurvivalCurveView curve = curve_argument(fcinfo, 0);
  ResultRows rows(fcinfo);
  ProductLimit walk(curve);
  while (!walk.at_end()) {
    std::optional<SurvivalPoint> point;
    compute([&] {
      walk.step();
      point = walk.point();
    });
    const Field fields[] = {Int32GetDatum(point->counts.at),
                            Int64GetDatum(point->at_risk),
                            Int64GetDatum(point->counts.reached),
                            Int64GetDatum(point->counts.censored),
                            fraction_datum(point->survival),
                            point->standard_error ? Field(fraction_datum(*point->standard_error)) : Field()};
    rows.add(fields);
  }
  return 0;
}

// ---- aggregates

namespace {

struct SurvivalBinding {
  using State = SurvivalAgg;
  static Field pack(FunctionCallInfo, const State::Result& value) { return buffer_datum(value); }
};

struct Survival : SurvivalBinding {
  // The one row with a NULL that is not skipped (METRICS R8): with a day that is not there yet, the difference of two
  // days is NULL, and all who wait would be lost without a word.
  static std::optional<Observation> row(FunctionCallInfo fcinfo) {
    const bool is_waiting = !PG_ARGISNULL(2) && !PG_GETARG_BOOL(2);
    if (PG_ARGISNULL(1) && is_waiting)
      ereport(ERROR,
              (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("duration of one who waits must not be null"),
               errdetail("A row has no duration, and reached is false."),
               errhint("Give the time that it has waited so far, or days: survival(start, reached_on, as_of).")));
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return {};
    return Observation{int_from(PG_GETARG_INT64(1), "duration"), PG_GETARG_BOOL(2)};
  }
};
struct SurvivalOfDays : SurvivalBinding {
  static std::optional<Observation> row(FunctionCallInfo fcinfo) {
    const Day as_of = day_parameter(fcinfo, 3, "as_of");
    if (PG_ARGISNULL(1)) return {};
    const Day start = day_argument(fcinfo, 1);
    std::optional<Day> reached_on;
    if (!PG_ARGISNULL(2)) reached_on = day_argument(fcinfo, 2);
    std::optional<Observation> row;
    compute([&] { row = observed(start, reached_on, as_of); });
    return row;
  }
};
// The same state from rows of another kind.
struct CurveUnion : SurvivalAgg {
  using SurvivalAgg::SurvivalAgg;
  using Row = SurvivalCurveView;
};
struct SurvivalUnion : SurvivalBinding {
  using State = CurveUnion;
  static std::optional<SurvivalCurveView> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return curve_argument(fcinfo, 1);
  }
};

struct StageDurationsBinding {
  using State = StageDurations;
  static State::Parameters parameters(FunctionCallInfo fcinfo) {
    require_parameter(fcinfo, 3, "as_of");
    return {instant_argument(fcinfo, 3), PG_NARGS() > 4};
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return {};
    const bool has_rank = PG_NARGS() > 4 && !PG_ARGISNULL(4);
    return State::Row{text_argument(fcinfo, 1), instant_argument(fcinfo, 2),
                      has_rank ? PG_GETARG_INT64(4) : State::no_rank};
  }
  static Field pack(FunctionCallInfo fcinfo, const State::Result& stages) {
    return row_array(result_row_type(fcinfo), stages, [](const State::Stage& stage) -> std::array<Field, 5> {
      return {text_datum(stage.name), TimestampTzGetDatum(stage.first_entered.value), interval_datum(stage.total),
              Int64GetDatum(stage.visits), BoolGetDatum(stage.is_current)};
    });
  }
};

}  // namespace

C360_FLAT_AGGREGATE(survival, Survival)
C360_FUNCTION(c360_survival_of_days_transition) { return flat_transition<SurvivalOfDays>(fcinfo); }
C360_FLAT_AGGREGATE(survival_union, SurvivalUnion)
C360_FLAT_AGGREGATE(stage_durations, StageDurationsBinding)

}  // namespace c360::pg
