// Bindings of the scorecard domain (METRICS C).
// Must not know: how anything is computed; that is core/scorecard.
#include "core/scorecard/band_changes.hpp"
#include "core/scorecard/bands.hpp"
#include "core/scorecard/breakdown.hpp"
#include "core/scorecard/playbook.hpp"
#include "core/scorecard/score_change.hpp"
#include "core/scorecard/summary.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/columns.hpp"
#include "pg/boundary/documents.hpp"
#include "pg/boundary/record.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

using namespace scorecard;

namespace {

// ---- a rubric and the metrics of one customer, from the arguments `first` (rubric) and the next (jsonb or record)

struct ScoreCache {
  CompiledDocument<Rubric> rubric;
  MemoryContext bindings;  // of the names below, as long as one rubric is used
  std::uint64_t bindings_generation;
  BoundMembers members;
  BoundRecord record;
  BoundColumns columns;
  MetricValue* values;
  std::size_t value_count;
};

const Rubric& rubric_argument(FunctionCallInfo fcinfo, int number, ScoreCache& cache, MemoryContext context) {
  return cache.rubric.get(context, stored_argument(fcinfo, number), PG_GETARG_DATUM(number), json_tree,
                          [](const Json* json) { return Rubric::parse(*json); });
}

const char* metric_name(const Rubric& rubric, std::size_t input) { return pstrdup(rubric.inputs[input].c_str()); }

// A number as to_jsonb writes it: floats by their shortest decimal, without exponent.
const char* number_text(Datum value, ColumnReader::Kind kind) {
  using Kind = ColumnReader::Kind;
  char written[DOUBLE_SHORTEST_DECIMAL_LEN];
  switch (kind) {
    case Kind::int2:
      return psprintf("%d", DatumGetInt16(value));
    case Kind::int4:
      return psprintf("%d", DatumGetInt32(value));
    case Kind::int8:
      return psprintf("%lld", static_cast<long long>(DatumGetInt64(value)));
    case Kind::float4:
      float_to_shortest_decimal_buf(DatumGetFloat4(value), written);
      break;
    case Kind::float8:
      double_to_shortest_decimal_buf(DatumGetFloat8(value), written);
      break;
    default:
      return DatumGetCString(DirectFunctionCall1(numeric_out, value));
  }
  return DatumGetCString(DirectFunctionCall1(numeric_out, numeric_from_text(written)));
}

void set_number(MetricValue& value, FixedNumber number, const Rubric& rubric, std::size_t input) {
  if (unlikely(!number.finite)) {
    if (rubric.unreadable_is_missing) return;
    report_not_finite(metric_name(rubric, input));
  }
  value.kind = MetricValue::Kind::number;
  value.number = number.millionths;
  value.rounded = number.rounded;
}

void set_boolean(MetricValue& value, bool boolean) {
  value.kind = MetricValue::Kind::boolean;
  value.boolean = boolean;
  value.text = boolean ? "true" : "false";
}

void set_text(MetricValue& value, std::string_view text) {
  value.kind = MetricValue::Kind::text;
  value.text = text;
}

[[noreturn]] void report_unreadable(const Rubric& rubric, std::size_t input, Oid type) {
  const char* hint = type == TIMESTAMPTZOID
                         ? "Give the day in a time zone: (column AT TIME ZONE 'Europe/Berlin')::date."
                     : type == INTERVALOID ? "Give its days as a number: extract(epoch FROM column) / 86400."
                     : type == CASHOID     ? "Cast the column to numeric."
                                           : "Cast the column to numeric, boolean, text or date.";
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("metric \"%s\" has a type that a rubric cannot read", metric_name(rubric, input)),
                  errdetail("Its type is %s.", format_type_be(type)), errhint("%s", hint)));
  pg_unreachable();
}

// As to_jsonb writes it, whatever the session's DateStyle is.
const char* iso_text(Datum datum, Oid type) {
  return JsonEncodeDateTime(static_cast<char*>(palloc(MAXDATELEN + 1)), datum, type, nullptr);
}

// A plain value inside of JSON. `explained`: with its text, for breakdowns.
void read_value(MetricValue& value, const JsonbValue& json, const Rubric& rubric, std::size_t input, bool explained) {
  switch (json.type) {
    case jbvNull:
      break;
    case jbvString:
      set_text(value, {json.val.string.val, static_cast<std::size_t>(json.val.string.len)});
      break;
    case jbvNumeric: {
      const Datum number = NumericGetDatum(json.val.numeric);
      set_number(value, fixed_from(number), rubric, input);
      if (explained) value.text = DatumGetCString(DirectFunctionCall1(numeric_out, number));
      break;
    }
    case jbvBool:
      set_boolean(value, json.val.boolean);
      break;
    default:
      if (rubric.unreadable_is_missing) break;
      ereport(ERROR,
              (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
               errmsg("metric \"%s\" has a type that a rubric cannot read", metric_name(rubric, input)),
               errdetail("Its value is an array or an object."), errhint("Give a number, a boolean or a string.")));
  }
}

void read_jsonb(MetricValue& value, Datum datum, const Rubric& rubric, std::size_t input, bool explained) {
  Jsonb* const document = DatumGetJsonbP(datum);
  JsonbValue json;
  if (!JsonbExtractScalar(&document->root, &json)) json.type = jbvBinary;
  read_value(value, json, rubric, input, explained);
}

// What a column's value is to a rubric, in place: this is done for every metric of every row.
void read_value(MetricValue& value, Datum datum, const ColumnReader& reader, const Rubric& rubric, std::size_t input,
                bool explained) {
  using Kind = ColumnReader::Kind;
  switch (reader.kind) {
    case Kind::int2:
      set_number(value, {DatumGetInt16(datum) * micro, false}, rubric, input);
      break;
    case Kind::int4:
      set_number(value, {DatumGetInt32(datum) * micro, false}, rubric, input);
      break;
    case Kind::int8: {
      const std::int64_t number = DatumGetInt64(datum);
      const bool fits = number >= PG_INT64_MIN / micro && number <= PG_INT64_MAX / micro;
      set_number(value, {fits ? number * micro : number < 0 ? PG_INT64_MIN : PG_INT64_MAX, !fits}, rubric, input);
      break;
    }
    case Kind::float4:
      set_number(value, fixed_from(DatumGetFloat4(datum)), rubric, input);
      break;
    case Kind::float8:
      set_number(value, fixed_from(DatumGetFloat8(datum)), rubric, input);
      break;
    case Kind::numeric:
      set_number(value, fixed_from(datum), rubric, input);
      break;
    case Kind::boolean:
      set_boolean(value, DatumGetBool(datum));
      return;
    case Kind::text:
      set_text(value, text_from(datum));
      return;
    case Kind::name:
      set_text(value, NameStr(*DatumGetName(datum)));
      return;
    case Kind::date:
      if (DATE_NOT_FINITE(DatumGetDateADT(datum))) {
        set_text(value, iso_text(datum, DATEOID));
        return;
      }
      value.kind = MetricValue::Kind::day;
      value.day = Day{DatumGetDateADT(datum)};
      if (explained) value.text = iso_text(datum, DATEOID);
      return;
    case Kind::timestamp:
      set_text(value, iso_text(datum, TIMESTAMPOID));
      return;
    case Kind::json:
      read_jsonb(value, DirectFunctionCall1(jsonb_in, CStringGetDatum(text_to_cstring(DatumGetTextPP(datum)))), rubric,
                 input, explained);
      return;
    case Kind::jsonb:
      read_jsonb(value, datum, rubric, input, explained);
      return;
    case Kind::written:
      set_text(value, OutputFunctionCall(reader.output, datum));
      return;
    case Kind::unreadable:
      report_unreadable(rubric, input, reader.type);
  }
  if (explained) value.text = number_text(datum, reader.kind);
}

void clear_values(const Rubric& rubric, ScoreCache& cache, MemoryContext context) {
  if (cache.value_count < rubric.inputs.size() || cache.values == nullptr) {
    cache.value_count = rubric.inputs.size();
    cache.values = static_cast<MetricValue*>(
        MemoryContextAlloc(context, sizeof(MetricValue) * std::max<std::size_t>(cache.value_count, 1)));
  }
  std::fill_n(cache.values, rubric.inputs.size(), MetricValue{});
}

// Where bindings live: emptied with every other rubric, of which a query may have one a row.
MemoryContext bindings_of(ScoreCache& cache, MemoryContext context) {
  if (cache.bindings == nullptr)
    cache.bindings = AllocSetContextCreate(context, "customer360 bindings", ALLOCSET_SMALL_SIZES);
  if (cache.bindings_generation != cache.rubric.generation) {
    MemoryContextReset(cache.bindings);
    cache.members = {};
    cache.record = {};
    cache.columns = {};
    cache.bindings_generation = cache.rubric.generation;
  }
  return cache.bindings;
}

enum class Source { json, record, columns };

JsonbContainer* members_argument(FunctionCallInfo fcinfo, int number, const Rubric& rubric, ScoreCache& cache,
                                 MemoryContext bindings) {
  Jsonb* const document = PG_GETARG_JSONB_P(number);
  if (!JB_ROOT_IS_OBJECT(document))
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("metrics must be a JSON object"),
                    errdetail("The document is an array or a plain value."),
                    errhint("Write, for example, {\"logins\": 12, \"tier\": \"starter\"}.")));
  if (cache.members.found == nullptr) bind_members(rubric.inputs, bindings, cache.members);
  return &document->root;
}

// The score of an object that has a value of the right kind for every metric of a plain rubric, as most have; nothing
// for others, and for faulty ones.
std::optional<ScoreUnits> plain_score(FunctionCallInfo fcinfo, int number, const Rubric& rubric, ScoreCache& cache,
                                      MemoryContext context) {
  const MemoryContext bindings = bindings_of(cache, context);
  JsonbContainer* const members = members_argument(fcinfo, number, rubric, cache, bindings);
  PlainScore score(rubric);
  visit_members(members, cache.members, bindings, [&](std::uint32_t input, const JsonbValue& value) {
    if (value.type == jbvBool) return score.boolean(input, value.val.boolean);
    if (value.type != jbvNumeric) return false;
    // Never packed or compressed in there.
    const FixedNumber number_of = FixedNumber::read(
        {reinterpret_cast<const std::byte*>(VARDATA(value.val.numeric)), VARSIZE(value.val.numeric) - VARHDRSZ});
    return number_of.finite && score.number(input, number_of.millionths);
  });
  return score.is_whole() ? std::optional(score.score()) : std::nullopt;
}

// What no column has is in the row's column attributes, if that is an object. columns: of each input; -1: none.
void read_attributes(Datum attributes, const int* columns, const Rubric& rubric, ScoreCache& cache,
                     MemoryContext bindings, bool explained) {
  Jsonb* const document = DatumGetJsonbP(attributes);
  if (!JB_ROOT_IS_OBJECT(document)) return;
  if (cache.members.found == nullptr) bind_members(rubric.inputs, bindings, cache.members);
  visit_members(&document->root, cache.members, bindings, [&](std::uint32_t input, const JsonbValue& value) {
    if (columns[input] < 0) read_value(cache.values[input], value, rubric, input, explained);
    return true;
  });
}

template <Source source>
MetricValues metrics_argument(FunctionCallInfo fcinfo, int number, const Rubric& rubric, ScoreCache& cache,
                              MemoryContext context, bool explained) {
  clear_values(rubric, cache, context);
  const MemoryContext bindings = bindings_of(cache, context);
  if constexpr (source == Source::json) {
    JsonbContainer* const members = members_argument(fcinfo, number, rubric, cache, bindings);
    visit_members(members, cache.members, bindings, [&](std::uint32_t input, const JsonbValue& value) {
      read_value(cache.values[input], value, rubric, input, explained);
      return true;
    });
  } else if constexpr (source == Source::columns) {
    bind_columns(fcinfo, number, rubric.inputs, bindings, cache.columns);
    for (std::size_t input = 0; input < rubric.inputs.size(); ++input)
      if (const int argument = cache.columns.arguments[input]; argument >= 0 && !PG_ARGISNULL(argument))
        read_value(cache.values[input], PG_GETARG_DATUM(argument), cache.columns.readers[input], rubric, input,
                   explained);
    if (const int argument = cache.columns.attributes; argument >= 0 && !PG_ARGISNULL(argument))
      read_attributes(PG_GETARG_DATUM(argument), cache.columns.arguments, rubric, cache, bindings, explained);
  } else {
    BoundRecord& record = cache.record;
    read_record(PG_GETARG_HEAPTUPLEHEADER(number), rubric.inputs, bindings, record);
    for (std::size_t input = 0; input < rubric.inputs.size(); ++input)
      if (const int column = record.columns[input]; column >= 0 && !record.nulls[column])
        read_value(cache.values[input], record.values[column], record.readers[input], rubric, input, explained);
    if (const int column = record.attributes; column >= 0 && !record.nulls[column])
      read_attributes(record.values[column], record.columns, rubric, cache, bindings, explained);
  }
  return {cache.values, rubric.inputs.size()};
}

Field score_field(std::optional<ScoreUnits> score) {
  return score ? Field(decimal_datum(*score, score_decimals, 0)) : Field();
}
Field micro_field(std::optional<Micro> value) { return value ? Field(decimal_datum(*value, 6, 0)) : Field(); }
// An empty text is none.
Field utf8_field(std::string_view text) { return text.empty() ? Field() : Field(text_datum(text)); }
Field optional_text(std::optional<std::string_view> text) { return text ? Field(text_datum(*text)) : Field(); }

Datum score_datum(FunctionCallInfo fcinfo, const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  std::optional<ScoreUnits> result;
  compute([&] { result = score(rubric, values, as_of); });
  return return_field(fcinfo, score_field(result));
}

// The day from which ages are counted, where one is given.
std::optional<Day> as_of_argument(FunctionCallInfo fcinfo, int number) {
  return PG_ARGISNULL(number) ? std::nullopt : std::optional(day_argument(fcinfo, number));
}

// Not STRICT, since as_of may be NULL; of the other arguments none may.
bool is_any_null(FunctionCallInfo fcinfo, std::initializer_list<int> numbers) {
  return std::ranges::any_of(numbers, [&](int number) { return PG_ARGISNULL(number); });
}

template <Source source>
Datum score_of(FunctionCallInfo fcinfo) {
  if (is_any_null(fcinfo, {0, 1})) PG_RETURN_NULL();
  ScoreCache& cache = call_cache<ScoreCache>(fcinfo);
  const MemoryContext context = fcinfo->flinfo->fn_mcxt;
  const Rubric& rubric = rubric_argument(fcinfo, 0, cache, context);
  const std::optional<Day> as_of = as_of_argument(fcinfo, 2);
  if constexpr (source == Source::json)
    if (!rubric.plain.empty())
      if (const auto score = plain_score(fcinfo, 1, rubric, cache, context))
        return return_field(fcinfo, score_field(score));
  const MetricValues values = metrics_argument<source>(fcinfo, 1, rubric, cache, context, false);
  return score_datum(fcinfo, rubric, values, as_of);
}

template <Source source>
Datum breakdown(FunctionCallInfo fcinfo) {
  ResultRows result(fcinfo);
  if (is_any_null(fcinfo, {0, 1})) return 0;
  ScoreCache& cache = call_cache<ScoreCache>(fcinfo);
  const MemoryContext context = fcinfo->flinfo->fn_mcxt;
  const Rubric& rubric = rubric_argument(fcinfo, 0, cache, context);
  const MetricValues values = metrics_argument<source>(fcinfo, 1, rubric, cache, context, true);
  const std::optional<Day> as_of = as_of_argument(fcinfo, 2);
  auto* rows = owned<std::optional<Breakdown>>(CurrentMemoryContext);
  auto* row = owned<std::optional<BreakdownRow>>(CurrentMemoryContext);
  compute([&] { rows->emplace(rubric, values, as_of); });
  for (;;) {
    CHECK_FOR_INTERRUPTS();
    compute([&] { *row = (*rows)->next(); });
    if (!*row) return 0;
    const BreakdownRow& of = **row;
    const Field fields[] = {text_datum(of.key),
                            text_datum(of.label),
                            optional_text(of.group),
                            optional_text(of.value),
                            text_datum(of.status),
                            text_datum(of.rule),
                            micro_field(of.points),
                            micro_field(of.max_points),
                            micro_field(of.weight),
                            score_field(of.effective_weight),
                            score_field(of.contribution),
                            score_field(of.lost),
                            of.next ? Field(text_datum(of.next->threshold)) : Field(),
                            of.next ? score_field(of.next->gain) : Field()};
    result.add(fields);
  }
}

// {"usage": 62.5, "payment": null}
Field groups_field(const std::vector<Summary::Group>& groups) {
  if (groups.empty()) return {};
  StringInfoData json;
  initStringInfo(&json);
  for (const Summary::Group& group : groups) {
    appendStringInfoString(&json, json.len == 0 ? "{" : ", ");
    escape_json(&json, pnstrdup(group.name.data(), group.name.size()));
    appendStringInfo(
        &json, ": %s",
        group.score ? DatumGetCString(DirectFunctionCall1(numeric_out, decimal_datum(*group.score, score_decimals, 0)))
                    : "null");
  }
  appendStringInfoChar(&json, '}');
  return Field(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}

template <Source source>
Datum summary(FunctionCallInfo fcinfo) {
  if (is_any_null(fcinfo, {0, 1})) PG_RETURN_NULL();
  ScoreCache& cache = call_cache<ScoreCache>(fcinfo);
  const MemoryContext context = fcinfo->flinfo->fn_mcxt;
  const Rubric& rubric = rubric_argument(fcinfo, 0, cache, context);
  const MetricValues values = metrics_argument<source>(fcinfo, 1, rubric, cache, context, true);
  const std::optional<Day> as_of = as_of_argument(fcinfo, 2);
  auto* of = owned<Summary>(CurrentMemoryContext);
  compute([&] { *of = summarize(rubric, values, as_of); });
  const auto text = [](const auto& part, auto member) { return part ? Field(text_datum((*part).*member)) : Field(); };
  const Field fields[] = {score_field(of->score),
                          of->band ? Field(text_datum(*of->band)) : Field(),
                          groups_field(of->groups),
                          text(of->loss, &Summary::Loss::reason),
                          text(of->loss, &Summary::Loss::key),
                          of->loss ? score_field(of->loss->lost) : Field(),
                          text(of->step, &Summary::Step::key),
                          text(of->step, &Summary::Step::threshold),
                          of->step ? score_field(of->step->gain) : Field()};
  return row_datum(result_row_type(fcinfo), fields);
}

// (old_rubric, old_metrics, new_rubric, new_metrics [, old_as_of, new_as_of])
template <Source source>
Datum score_change(FunctionCallInfo fcinfo) {
  ResultRows result(fcinfo);
  if (is_any_null(fcinfo, {0, 1, 2, 3})) return 0;
  auto& caches = call_cache<std::array<ScoreCache, 3>>(fcinfo);
  const MemoryContext context = fcinfo->flinfo->fn_mcxt;
  auto* scores = owned<std::array<Score, 3>>(CurrentMemoryContext);
  const Rubric* rubrics[3];
  MetricValues values[3];
  std::optional<Day> as_ofs[3];
  for (int i = 0; i < 3; ++i) {
    const bool new_rubric = i == 2, new_metrics = i > 0;
    ScoreCache& cache = caches[static_cast<std::size_t>(i)];
    rubrics[i] = &rubric_argument(fcinfo, new_rubric ? 2 : 0, cache, context);
    values[i] = metrics_argument<source>(fcinfo, new_metrics ? 3 : 1, *rubrics[i], cache, context, false);
    as_ofs[i] = as_of_argument(fcinfo, new_metrics ? 5 : 4);
    compute([&] { (*scores)[static_cast<std::size_t>(i)] = explain(*rubrics[i], values[i], as_ofs[i]); });
  }
  auto* own = owned<std::optional<OwnContributions>>(CurrentMemoryContext);
  compute([&] { own->emplace(*rubrics[0], (*scores)[0], (*scores)[1], values[1], as_ofs[1]); });
  in_steps(**own);
  auto* rows = owned<std::vector<Change>>(CurrentMemoryContext);
  compute([&] { *rows = changes(*rubrics[0], *rubrics[2], (*scores)[0], (*scores)[1], (*scores)[2], **own); });
  for (const Change& row : *rows) {
    const Field fields[] = {text_datum(row.key),        score_field(row.before),   score_field(row.after),
                            score_field(row.behaviour), score_field(row.indirect), score_field(row.rubric)};
    result.add(fields);
  }
  return 0;
}

// ---- playbook rules

// A condition as PostgreSQL reads it. What is wrong with it is returned, and told with the faults of the other rules.
const char* jsonpath_fault(const PlaybookRule& rule, Datum* path) {
  char* const written = pnstrdup(rule.when.data(), rule.when.size());
  const MemoryContext context = CurrentMemoryContext;
  const ErrorData* volatile error = nullptr;
  PG_TRY();
  { *path = DirectFunctionCall1(jsonpath_in, CStringGetDatum(written)); }
  PG_CATCH();
  {
    MemoryContextSwitchTo(context);
    error = CopyErrorData();
    const int category = ERRCODE_TO_CATEGORY(error->sqlerrcode);
    if (category != ERRCODE_TO_CATEGORY(ERRCODE_SYNTAX_ERROR) &&
        category != ERRCODE_TO_CATEGORY(ERRCODE_INVALID_PARAMETER_VALUE))
      PG_RE_THROW();
    FlushErrorState();
  }
  PG_END_TRY();
  if (error == nullptr) return nullptr;
  const std::string_view play = excerpt(rule.play);
  return psprintf("\"when\" of the play \"%.*s\" is not an SQL/JSON path: %s.", static_cast<int>(play.size()),
                  play.data(), error->message);
}

// PostgreSQL's own errors are of syntax, class 42; what is wrong here is an argument.
[[noreturn]] void report_conditions(StringInfo faults, std::size_t count) {
  if (count > document::Faults::most_told)
    appendStringInfo(faults, "\nAnd %zu more.", count - document::Faults::most_told);
  ereport(ERROR,
          (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("invalid playbook rules"), errdetail("%s", faults->data),
           errhint("Write a condition such as $.days_inactive > 30 && $.tier == \"enterprise\".")));
  pg_unreachable();
}

// The rules, and their conditions as PostgreSQL reads them, once a query.
struct PlaybookCache {
  CompiledDocument<std::vector<PlaybookRule>> rules;
  MemoryContext conditions;  // of what follows, as long as one document is used: a query may have one a row
  std::uint64_t conditions_generation;
  Datum* paths;
  Datum no_variables;
};

void read_conditions(const std::vector<PlaybookRule>& rules, PlaybookCache& cache, MemoryContext context) {
  if (cache.conditions == nullptr)
    cache.conditions = AllocSetContextCreate(context, "customer360 playbook", ALLOCSET_SMALL_SIZES);
  MemoryContextReset(cache.conditions);
  cache.paths =
      static_cast<Datum*>(MemoryContextAlloc(cache.conditions, sizeof(Datum) * std::max<std::size_t>(rules.size(), 1)));
  StringInfoData faults;
  initStringInfo(&faults);
  std::size_t faulty = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CHECK_FOR_INTERRUPTS();
    Datum path = 0;
    if (const char* fault = jsonpath_fault(rules[i], &path)) {
      if (faulty++ < document::Faults::most_told) appendStringInfo(&faults, "%s%s", faults.len == 0 ? "" : "\n", fault);
      continue;
    }
    const MemoryContext before = MemoryContextSwitchTo(cache.conditions);
    cache.paths[i] = datumCopy(path, false, -1);
    MemoryContextSwitchTo(before);
  }
  if (faulty != 0) report_conditions(&faults, faulty);
  const MemoryContext before = MemoryContextSwitchTo(cache.conditions);
  cache.no_variables = DirectFunctionCall1(jsonb_in, CStringGetDatum("{}"));
  MemoryContextSwitchTo(before);
}

const std::vector<PlaybookRule>& rules_argument(FunctionCallInfo fcinfo, int number, PlaybookCache& cache) {
  const MemoryContext context = fcinfo->flinfo->fn_mcxt;
  const auto& rules = cache.rules.get(context, stored_argument(fcinfo, number), PG_GETARG_DATUM(number), json_tree,
                                      [](const Json* json) { return parse_playbook(*json); });
  if (cache.conditions_generation != cache.rules.generation) {
    read_conditions(rules, cache, context);
    cache.conditions_generation = cache.rules.generation;
  }
  return rules;
}

// A condition that is neither true nor false, for example of a metric that is missing, does not hold.
bool condition_holds(Datum metrics, Datum path, Datum no_variables) {
  LOCAL_FCINFO(call, 4);
  InitFunctionCallInfoData(*call, nullptr, 4, InvalidOid, nullptr, nullptr);
  const Datum arguments[] = {metrics, path, no_variables, BoolGetDatum(false)};
  for (int i = 0; i < 4; ++i) call->args[i] = {arguments[i], false};
  const Datum result = jsonb_path_match(call);
  return !call->isnull && DatumGetBool(result);
}

std::optional<std::string_view> value_of_member(JsonbContainer* object, std::string_view name) {
  JsonbValue found;
  if (!JsonContainerIsObject(object) ||
      getKeyJsonValueFromContainer(object, name.data(), static_cast<int>(name.size()), &found) == nullptr)
    return {};
  switch (found.type) {
    case jbvString:
      return std::string_view(found.val.string.val, static_cast<std::size_t>(found.val.string.len));
    case jbvNumeric:
      return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(found.val.numeric)));
    case jbvBool:
      return found.val.boolean ? "yes" : "no";
    default:
      return {};
  }
}

// The sentence with the object's values; empty where it says nothing.
Field worded(const Wording& wording, Datum metrics) {
  if (wording.empty()) return {};
  JsonbContainer* const object = &DatumGetJsonbP(metrics)->root;
  auto* names = owned<std::vector<std::string_view>>(CurrentMemoryContext);
  compute([&] { *names = wording.names(); });
  auto* values = static_cast<std::optional<std::string_view>*>(
      palloc(sizeof(std::optional<std::string_view>) * std::max<std::size_t>(names->size(), 1)));
  for (std::size_t i = 0; i < names->size(); ++i) new (values + i) auto(value_of_member(object, (*names)[i]));
  auto* sentence = owned<std::string>(CurrentMemoryContext);
  compute([&] { *sentence = wording.with({values, names->size()}); });
  return Field(text_datum(*sentence));
}

// A finite numeric as it prints, for the core's exact comparisons.
std::string_view finite_number_text(Datum numeric, const char* name) {
  finite_double_from(numeric, name);
  return DatumGetCString(DirectFunctionCall1(numeric_out, numeric));
}

struct BandChangesBinding {
  using State = BandChanges;
  using Cache = CompiledDocument<BandChanges::Parameters>;
  static const State::Parameters& parameters(FunctionCallInfo fcinfo, Cache& cache) {
    require_parameter(fcinfo, 3, "bands");
    return cache.get(fcinfo->flinfo->fn_mcxt, stored_argument(fcinfo, 3), PG_GETARG_DATUM(3), json_document,
                     [](const ReadDocument<Json>& document) {
                       return BandChanges::Parameters::parse(document.text, *document.tree);
                     });
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return {};
    return State::Row{day_argument(fcinfo, 2), finite_number_text(PG_GETARG_DATUM(1), "score")};
  }
  static Field pack(FunctionCallInfo fcinfo, const State::Result& changes) {
    return row_array(result_row_type(fcinfo), changes, [](const BandChanges::Change& change) -> std::array<Field, 4> {
      return {DateADTGetDatum(change.day.value), optional_text(change.previous), optional_text(change.band),
              utf8_field(name_of(change.direction))};
    });
  }
};

}  // namespace

C360_FUNCTION(c360_playbook_actions) {
  ResultRows result(fcinfo);
  PlaybookCache& cache = call_cache<PlaybookCache>(fcinfo);
  const std::vector<PlaybookRule>& rules = rules_argument(fcinfo, 0, cache);
  const Datum metrics = PG_GETARG_DATUM(1);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CHECK_FOR_INTERRUPTS();
    const PlaybookRule& rule = rules[i];
    if (!condition_holds(metrics, cache.paths[i], cache.no_variables)) continue;
    const Field fields[] = {text_datum(rule.play), worded(rule.action, metrics), utf8_field(rule.owner),
                            rule.priority == PlaybookRule::last ? Field() : Field(Int32GetDatum(rule.priority)),
                            worded(rule.reason, metrics)};
    result.add(fields);
  }
  return 0;
}

C360_FUNCTION(c360_band) {
  const std::string_view number = finite_number_text(PG_GETARG_DATUM(0), "value");
  const auto& bands = call_cache<CompiledDocument<Bands>>(fcinfo).get(
      fcinfo->flinfo->fn_mcxt, stored_argument(fcinfo, 1), PG_GETARG_DATUM(1), json_tree,
      [](const Json* json) { return Bands::parse(*json); });
  const Band* band = nullptr;
  compute([&] {
    if (const auto decimal = Decimal::parse(number)) band = bands.find(*decimal);
  });
  if (band == nullptr) PG_RETURN_NULL();
  return text_datum(band->label);
}

// The planner's form of the record variants, not strict because columns may be NULL: (rubric, as_of, columns, values…).
static Datum score_of_columns(FunctionCallInfo fcinfo) {
  if (is_any_null(fcinfo, {0, 2})) PG_RETURN_NULL();
  ScoreCache& cache = call_cache<ScoreCache>(fcinfo);
  const MemoryContext context = fcinfo->flinfo->fn_mcxt;
  const Rubric& rubric = rubric_argument(fcinfo, 0, cache, context);
  const MetricValues values = metrics_argument<Source::columns>(fcinfo, 2, rubric, cache, context, false);
  return score_datum(fcinfo, rubric, values, as_of_argument(fcinfo, 1));
}

C360_FLAT_AGGREGATE(band_changes, BandChangesBinding)

C360_FUNCTION(c360_score_columns) { return score_of_columns(fcinfo); }
C360_FUNCTION(c360_score_support) { return columns_instead_of_row(PG_GETARG_DATUM(0), "c360_score_columns"); }

C360_FUNCTION(c360_score_json) { return score_of<Source::json>(fcinfo); }
C360_FUNCTION(c360_score_record) { return score_of<Source::record>(fcinfo); }
C360_FUNCTION(c360_score_breakdown_json) { return breakdown<Source::json>(fcinfo); }
C360_FUNCTION(c360_score_breakdown_record) { return breakdown<Source::record>(fcinfo); }

C360_FUNCTION(c360_score_summary_json) { return summary<Source::json>(fcinfo); }
C360_FUNCTION(c360_score_summary_record) { return summary<Source::record>(fcinfo); }

C360_FUNCTION(c360_score_change_json) { return score_change<Source::json>(fcinfo); }
C360_FUNCTION(c360_score_change_record) { return score_change<Source::record>(fcinfo); }

static const document::Faults& faults_of_rubric(Datum datum) {
  auto* faults = owned<document::Faults>(CurrentMemoryContext);
  const auto document = read_document(datum, [&](std::string_view json) { return document::parse(json, *faults); });
  compute([&] {
    if (*document.tree) Rubric::read(**document.tree, *faults);
  });
  return *faults;
}

C360_FUNCTION(c360_rubric_errors) {
  ResultRows result(fcinfo);
  const document::Faults& found = faults_of_rubric(PG_GETARG_DATUM(0));
  auto* faults = owned<std::vector<Fault>>(CurrentMemoryContext);
  auto* sentence = owned<std::string>(CurrentMemoryContext);
  compute([&] { *faults = found.list(); });
  for (const Fault& fault : *faults) {
    compute([&] { *sentence = fault.sentence(); });
    const Field fields[] = {text_datum(name_of(fault.severity)), text_datum(fault.code), text_datum(fault.path),
                            text_datum(*sentence)};
    result.add(fields);
  }
  return 0;
}

C360_FUNCTION(c360_rubric_is_valid) { PG_RETURN_BOOL(faults_of_rubric(PG_GETARG_DATUM(0)).none()); }

// Whether PostgreSQL can evaluate a condition, even where all that it asks for is missing.
static bool can_be_asked(Datum path) {
  const Datum nothing = DirectFunctionCall1(jsonb_in, CStringGetDatum("{}"));
  const MemoryContext context = CurrentMemoryContext;
  volatile bool can = true;
  PG_TRY();
  { condition_holds(nothing, path, nothing); }
  PG_CATCH();
  {
    MemoryContextSwitchTo(context);
    const int category = ERRCODE_TO_CATEGORY(geterrcode());
    if (category != ERRCODE_TO_CATEGORY(ERRCODE_DATA_EXCEPTION) &&
        category != ERRCODE_TO_CATEGORY(ERRCODE_PROGRAM_LIMIT_EXCEEDED) &&
        geterrcode() != ERRCODE_UNDEFINED_OBJECT)  // a variable
      PG_RE_THROW();
    FlushErrorState();
    can = false;
  }
  PG_END_TRY();
  return can;
}

// Not by asking playbook_actions() and catching its error: a subtransaction keeps the whole query from running in
// parallel.
C360_FUNCTION(c360_playbook_is_valid) {
  auto* faults = owned<document::Faults>(CurrentMemoryContext);
  auto* rules = owned<std::vector<PlaybookRule>>(CurrentMemoryContext);
  const auto document =
      read_document(PG_GETARG_DATUM(0), [&](std::string_view json) { return document::parse(json, *faults); });
  compute([&] {
    if (*document.tree) *rules = read_playbook(**document.tree, *faults);
  });
  bool is_valid = faults->none();
  for (std::size_t i = 0; is_valid && i < rules->size(); ++i) {
    CHECK_FOR_INTERRUPTS();
    Datum path = 0;
    is_valid = jsonpath_fault((*rules)[i], &path) == nullptr && can_be_asked(path);
  }
  PG_RETURN_BOOL(is_valid);
}

}  // namespace c360::pg
