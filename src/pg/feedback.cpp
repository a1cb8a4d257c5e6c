// Bindings of the feedback domain (METRICS D5).
// Must not know: how anything is computed; that is core/feedback.
#include "core/feedback/options.hpp"
#include "core/feedback/survey.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/documents.hpp"

namespace c360::pg {

using namespace feedback;

namespace {

// NPS and its statistics: two questions to one state.
struct NpsAnswers {
  using State = SurveyAnswers;
  static State::Parameters parameters(FunctionCallInfo) { return {Survey::promoters}; }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    const Millionths score = number_from(PG_GETARG_DATUM(1), "score");
    std::optional<State::Row> row;
    compute([&] { row = recommendation(score); });
    return row;
  }
};
struct Nps : NpsAnswers {
  static Field pack(FunctionCallInfo, const SurveyAnswers::Result& answers) {
    return rate_field(NetPromoters(answers).score());
  }
};
struct NpsStats : NpsAnswers {
  static Field pack(FunctionCallInfo fcinfo, const SurveyAnswers::Result& answers) {
    const NetPromoters net(answers);
    const Field fields[] = {Int64GetDatum(net.count),    Int64GetDatum(net.promoters),
                            Int64GetDatum(net.passives), Int64GetDatum(net.detractors),
                            rate_field(net.score()),     numeric_field(net.standard_error),
                            numeric_field(net.margin_95)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {}); }
};

using OptionsCache = CompiledBytes<bool, 64>;

// The question is asked of every row, also where it has no answer: scale, boxes, options, as far as they are given.
Question question_argument(FunctionCallInfo fcinfo, std::int32_t usual_scale, const Ends& ends) {
  constexpr int scale_number = 2, boxes_number = 3, options_number = 4;
  const std::int32_t scale = PG_NARGS() > scale_number ? int_parameter(fcinfo, scale_number, "scale") : usual_scale;
  std::optional<std::int32_t> boxes;
  if (PG_NARGS() > boxes_number && !PG_ARGISNULL(boxes_number)) boxes = int_parameter(fcinfo, boxes_number, "boxes");
  bool low = false;
  if (PG_NARGS() > options_number) {
    require_parameter(fcinfo, options_number, "options");
    low = call_cache<OptionsCache>(fcinfo).get(stored_argument(fcinfo, options_number), [&](std::string_view) {
      const std::string_view json = json_text(PG_GETARG_DATUM(options_number));
      bool is_good = false;
      compute([&] { is_good = low_is_good(parse_json(json), ends); });
      return is_good;
    });
  }
  std::optional<Question> question;
  compute([&] { question.emplace(scale, boxes, low); });
  return *question;
}

template <std::int32_t usual_scale, const Ends& ends>
struct BoxAnswers {
  using State = SurveyAnswers;
  static State::Parameters parameters(FunctionCallInfo) { return {Survey::boxes}; }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    const Question question = question_argument(fcinfo, usual_scale, ends);
    if (PG_ARGISNULL(1)) return {};
    const Millionths score = number_from(PG_GETARG_DATUM(1), "score");
    std::optional<State::Row> row;
    compute([&] { row = answer(question, score); });
    return row;
  }
};
struct Csat : BoxAnswers<csat_scale, csat_ends> {
  static Field pack(FunctionCallInfo, const SurveyAnswers::Result& answers) {
    return rate_field(customer_satisfaction(answers));
  }
};
struct Ces : BoxAnswers<ces_scale, ces_ends> {
  static Field pack(FunctionCallInfo fcinfo, const SurveyAnswers::Result& answers) {
    const CustomerEffort effort(answers);
    const Field fields[] = {Int64GetDatum(effort.count), rate_field(effort.mean), rate_field(effort.top_box)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {}); }
};

}  // namespace

C360_FLAT_AGGREGATE(nps, Nps)
C360_FUNCTION(c360_nps_stats_final) { return flat_final<NpsStats>(fcinfo); }

C360_FUNCTION(c360_csat_transition) { return flat_transition<Csat>(fcinfo); }
C360_FUNCTION(c360_csat_final) { return flat_final<Csat>(fcinfo); }
C360_FUNCTION(c360_ces_transition) { return flat_transition<Ces>(fcinfo); }
C360_FUNCTION(c360_ces_final) { return flat_final<Ces>(fcinfo); }

}  // namespace c360::pg
