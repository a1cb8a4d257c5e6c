// Bindings of the feedback domain (METRICS D5).
// Must not know: how anything is computed; that is core/feedback.
#include "core/feedback/survey.hpp"
#include "pg/boundary/aggregate.hpp"

namespace c360::pg {

using namespace feedback;

namespace {

struct SurveyAnswers {
  using State = SurveyScores;
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{number_from(PG_GETARG_DATUM(1), "score")};
  }
};

// NPS and its statistics: two questions to one state.
struct NpsAnswers : SurveyAnswers {
  static Scale parameters(FunctionCallInfo) { return nps_scale; }
};
struct Nps : NpsAnswers {
  static Field pack(FunctionCallInfo, const SurveyScores::Result& scores) {
    return rate_field(NetPromoters(scores).score());
  }
};
struct NpsStats : NpsAnswers {
  static Field pack(FunctionCallInfo fcinfo, const SurveyScores::Result& scores) {
    const NetPromoters net(scores);
    const Field fields[] = {Int64GetDatum(net.count),    Int64GetDatum(net.promoters),
                            Int64GetDatum(net.passives), Int64GetDatum(net.detractors),
                            rate_field(net.score()),     numeric_field(net.standard_error),
                            numeric_field(net.margin_95)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {nps_scale, {}}); }
};

// The scale may be an argument: its highest answer.
Scale scale_argument(FunctionCallInfo fcinfo, Scale scale) {
  if (PG_NARGS() > 2) scale.highest = int_parameter(fcinfo, 2, "scale");
  return scale;
}
struct Csat : SurveyAnswers {
  static Scale parameters(FunctionCallInfo fcinfo) { return scale_argument(fcinfo, csat_scale); }
  static Field pack(FunctionCallInfo, const SurveyScores::Result& scores) {
    return rate_field(customer_satisfaction(scores));
  }
};
struct Ces : SurveyAnswers {
  static Scale parameters(FunctionCallInfo fcinfo) { return scale_argument(fcinfo, ces_scale); }
  static Field pack(FunctionCallInfo fcinfo, const SurveyScores::Result& scores) {
    const CustomerEffort effort(scores);
    const Field fields[] = {Int64GetDatum(effort.count), rate_field(effort.mean), rate_field(effort.top_box)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {ces_scale, {}}); }
};

}  // namespace

C360_FLAT_AGGREGATE(nps, Nps)
C360_FUNCTION(c360_nps_stats_final) { return flat_final<NpsStats>(fcinfo); }

C360_FUNCTION(c360_csat_transition) { return flat_transition<Csat>(fcinfo); }
C360_FUNCTION(c360_csat_final) { return flat_final<Csat>(fcinfo); }
C360_FUNCTION(c360_ces_transition) { return flat_transition<Ces>(fcinfo); }
C360_FUNCTION(c360_ces_final) { return flat_final<Ces>(fcinfo); }

}  // namespace c360::pg
