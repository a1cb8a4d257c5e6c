// Bindings of the feedback domain (METRICS D5).
// Must not know: how anything is computed; that is core/feedback.
#include "core/feedback/survey.hpp"
#include "pg/boundary/aggregate.hpp"

namespace c360::pg {

using namespace feedback;

namespace {

struct SurveyAnswers {
  using State = SurveyScores;
  using Cache = NoCache;
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{number_from(PG_GETARG_DATUM(1), "score")};
  }
};

// NPS and its statistics: two questions to one state.
struct NpsAnswers : SurveyAnswers {
  static Scale parameters(FunctionCallInfo, Cache&) { return nps_scale; }
};
struct Nps : NpsAnswers {
  static Field score(const NetPromoters& net) { return rate_field(100 * (net.promoters - net.detractors), net.count); }
  static Field pack(FunctionCallInfo, const SurveyScores::Result& scores) { return score(NetPromoters(scores)); }
  static Field empty() { return {}; }
};
struct NpsStats : NpsAnswers {
  static Field pack(FunctionCallInfo fcinfo, const SurveyScores::Result& scores) {
    const NetPromoters net(scores);
    const Field fields[] = {Int64GetDatum(net.count),
                            Int64GetDatum(net.promoters),
                            Int64GetDatum(net.passives),
                            Int64GetDatum(net.detractors),
                            Nps::score(net),
                            numeric_field(net.standard_error),
                            numeric_field(net.margin_95)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {nps_scale, {}}); }
};

// Answers from 1 to the scale, which may be an argument.
template <std::int32_t default_scale>
struct ScaledAnswers : SurveyAnswers {
  static Scale parameters(FunctionCallInfo fcinfo, Cache&) {
    return {1, PG_NARGS() > 2 ? int_parameter(fcinfo, 2, "scale") : default_scale};
  }
};
struct Csat : ScaledAnswers<5> {
  static Field pack(FunctionCallInfo, const SurveyScores::Result& scores) {
    return rate_field(scores.between(scores.scale.highest - 1, scores.scale.highest), scores.count());
  }
  static Field empty() { return {}; }
};
struct Ces : ScaledAnswers<7> {
  static Field pack(FunctionCallInfo fcinfo, const SurveyScores::Result& scores) {
    const std::int64_t count = scores.count(), best = scores.between(scores.scale.highest, scores.scale.highest);
    const Field fields[] = {Int64GetDatum(count), rate_field(scores.sum(), count), rate_field(best, count)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {{1, 7}, {}}); }
};

}  // namespace

C360_FLAT_AGGREGATE(nps, Nps)
C360_FUNCTION(c360_nps_stats_final) { return flat_final<NpsStats>(fcinfo); }

C360_FUNCTION(c360_csat_transition) { return flat_transition<Csat>(fcinfo); }
C360_FUNCTION(c360_csat_final) { return flat_final<Csat>(fcinfo); }
C360_FUNCTION(c360_ces_transition) { return flat_transition<Ces>(fcinfo); }
C360_FUNCTION(c360_ces_final) { return flat_final<Ces>(fcinfo); }

}  // namespace c360::pg
