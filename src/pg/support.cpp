// Bindings of the support domain (METRICS D7).
// Must not know: how anything is computed; that is core/support.
#include "core/support/max_burst.hpp"
#include "pg/boundary/aggregate.hpp"

namespace c360::pg {

namespace {

support::Instant instant_argument(FunctionCallInfo fcinfo, int number) {
  const TimestampTz at = PG_GETARG_TIMESTAMPTZ(number);
  if (TIMESTAMP_NOT_FINITE(at))
    ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("infinite instant not allowed"),
                    errdetail("The value is infinity or -infinity, at which nothing happens."),
                    errhint("Use a finite timestamp, or NULL where there is none.")));
  return at;
}

struct MaxBurstBinding {
  using State = support::MaxBurst;
  using Cache = NoCache;
  static State::Parameters parameters(FunctionCallInfo fcinfo, Cache&) {
    require_parameter(fcinfo, 2, "within");
    const ::Interval* given = PG_GETARG_INTERVAL_P(2);
    const support::Interval interval{given->month, given->day, given->time};
    State::Parameters parameters{};
    compute([&] { parameters.length = interval.length(); });
    return parameters;
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{instant_argument(fcinfo, 1)};
  }
  static Field pack(FunctionCallInfo, State::Result most) { return Int64GetDatum(most); }
  static Field empty() { return Int64GetDatum(0); }
};

}  // namespace

C360_FLAT_AGGREGATE(max_burst, MaxBurstBinding)

}  // namespace c360::pg
