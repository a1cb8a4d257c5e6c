// Bindings of the support domain (METRICS D7).
// Must not know: how anything is computed; that is core/support.
#include "core/support/max_burst.hpp"
#include "pg/boundary/aggregate.hpp"

namespace c360::pg {

namespace {

struct MaxBurstBinding {
  using State = support::MaxBurst;
  static State::Parameters parameters(FunctionCallInfo fcinfo) {
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
  static Field empty(FunctionCallInfo) { return Int64GetDatum(0); }
};

}  // namespace

C360_FLAT_AGGREGATE(max_burst, MaxBurstBinding)

}  // namespace c360::pg
