// Bindings of the activity domain (METRICS A).
// Must not know: how anything is computed; that is core/activity.
#include "core/activity/active_users.hpp"
#include "core/activity/coefficient_population.hpp"
#include "core/activity/history.hpp"
#include "core/activity/history_agg.hpp"
#include "core/activity/history_text.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/sessions.hpp"
#include "core/activity/stickiness.hpp"
#include "core/activity/usage_drop.hpp"
#include "core/activity/window_funnel.hpp"
#include "core/base/steps.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/documents.hpp"
#include "pg/boundary/stored_type.hpp"

namespace c360::pg {

using namespace activity;

namespace {

constexpr const char* as_of_name = "as_of";

// ---- arguments

HistoryView history_argument(FunctionCallInfo fcinfo, int number) { return view_argument<HistoryView>(fcinfo, number); }

// What a NULL history stands for in an aggregate: an entity that was never active (METRICS R8).
HistoryView history_or_empty(FunctionCallInfo fcinfo, int number) {
  static constexpr StateHeader header{.type = HistoryView::type};
  static constexpr auto empty = std::bit_cast<std::array<std::byte, HistoryView::items_at>>(
      std::array<StateHeader, 2>{header, StateHeader{0, static_cast<StateType>(0), 0, 0}});
  return PG_ARGISNULL(number) ? HistoryView(ConstBytes(empty)) : history_argument(fcinfo, number);
}

// as_of, periods and grain, from the argument `first` on, as far as the signature has them; ready to use.
struct WindowCache {
  GrainCache grain;
  CoefficientWindow window;
  bool ready, asked_for_constants, constant;
};
const CoefficientWindow& window_argument(FunctionCallInfo fcinfo, int first, WindowCache& cache) {
  CoefficientParameters parameters;
  parameters.as_of = day_parameter(fcinfo, first, as_of_name);
  if (PG_NARGS() > first + 1) parameters.periods = int_parameter(fcinfo, first + 1, "periods");
  if (PG_NARGS() > first + 2) parameters.grain = grain_parameter(fcinfo, first + 2, cache.grain);
  if (!cache.ready || cache.window.parameters() != parameters) {
    compute([&] { cache.window = CoefficientWindow(parameters); });
    cache.ready = true;
  }
  return cache.window;
}

template <class Build>
Datum build_history(Build build) {
  return build_value<HistoryView>(build);
}

Datum set_operation(FunctionCallInfo fcinfo, SetOperation operation) {
  const HistoryView a = history_argument(fcinfo, 0), b = history_argument(fcinfo, 1);
  return build_history([&](StateBuffer& result) { combine(operation, a, b, result); });
}

}  // namespace

// ---- the type activity_history

C360_FUNCTION(c360_activity_history_in) {
  const std::string_view text = PG_GETARG_CSTRING(0);
  return build_history([&](StateBuffer& result) { from_text(text, result); });
}

C360_FUNCTION(c360_activity_history_out) {
  const HistoryView history = history_argument(fcinfo, 0);
  PG_RETURN_CSTRING(cstring_in_steps(HistoryText(history)));
}

C360_STORED_TYPE(activity_history, HistoryView)

C360_FUNCTION(c360_activity_history_union) { return set_operation(fcinfo, SetOperation::unite); }
C360_FUNCTION(c360_activity_history_intersection) { return set_operation(fcinfo, SetOperation::intersect); }
C360_FUNCTION(c360_activity_history_difference) { return set_operation(fcinfo, SetOperation::subtract); }
C360_FUNCTION(c360_activity_history_contains) {
  PG_RETURN_BOOL(history_argument(fcinfo, 0).contains(day_argument(fcinfo, 1)));
}

C360_FUNCTION(c360_activity_history_to_datemultirange) {
  const HistoryView history = history_argument(fcinfo, 0);
  ContextResource memory(CurrentMemoryContext);
  DayRun* runs = nullptr;
  std::size_t count = 0;
  compute([&] {
    history.for_each_run([&](DayRun) { ++count; });
    runs = static_cast<DayRun*>(memory.allocate(sizeof(DayRun) * count, alignof(DayRun)));
    std::size_t i = 0;
    history.for_each_run([&](DayRun run) { runs[i++] = run; });
  });
  TypeCacheEntry* multirange_type = lookup_type_cache(DATEMULTIRANGEOID, TYPECACHE_MULTIRANGE_INFO);
  auto** ranges = static_cast<RangeType**>(palloc(sizeof(RangeType*) * std::max<std::size_t>(count, 1)));
  for (std::size_t i = 0; i < count; ++i) {
    // Inclusive ends: the calendar's last day has no successor.
    RangeBound lower{DateADTGetDatum(static_cast<DateADT>(runs[i].from)), false, true, true};
    RangeBound upper{DateADTGetDatum(static_cast<DateADT>(runs[i].to - 1)), false, true, false};
    if (runs[i].to <= last_day.value) upper = {DateADTGetDatum(static_cast<DateADT>(runs[i].to)), false, false, false};
    ranges[i] = range_serialize(multirange_type->rngtype, &lower, &upper, false C360_SOFT_ERRORS);
  }
  PG_RETURN_MULTIRANGE_P(
      make_multirange(DATEMULTIRANGEOID, multirange_type->rngtype, static_cast<int32>(count), ranges));
}

C360_FUNCTION(c360_activity_history_from_datemultirange) {
  MultirangeType* multirange = PG_GETARG_MULTIRANGE_P(0);
  TypeCacheEntry* type = lookup_type_cache(DATEMULTIRANGEOID, TYPECACHE_MULTIRANGE_INFO);
  int32 count;
  RangeType** ranges;
  multirange_deserialize(type->rngtype, multirange, &count, &ranges);
  auto* runs = static_cast<DayRun*>(palloc(sizeof(DayRun) * static_cast<std::size_t>(std::max(count, 1))));
  for (int32 i = 0; i < count; ++i) {
    RangeBound lower, upper;
    bool empty;
    range_deserialize(type->rngtype, ranges[i], &lower, &upper, &empty);
    if (lower.infinite || upper.infinite || DATE_NOT_FINITE(DatumGetDateADT(lower.val)) ||
        DATE_NOT_FINITE(DatumGetDateADT(upper.val)))
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("activity_history must be bounded"),
                      errdetail("The multirange has a range with an open or infinite end."),
                      errhint("Intersect it with a bounded range first.")));
    runs[i] = {DatumGetDateADT(lower.val) + !lower.inclusive, DatumGetDateADT(upper.val) + upper.inclusive};
  }
  return build_history([&](StateBuffer& result) { add_runs({runs, runs + count}, result); });
}

// ---- questions to one history

C360_FUNCTION(c360_activity_history_coefficient) {
  WindowCache& cache = call_cache<WindowCache>(fcinfo);
  if (!cache.constant) {
    window_argument(fcinfo, 1, cache);
    if (!cache.asked_for_constants)
      cache.constant = is_constant(fcinfo, 1) && is_constant(fcinfo, 2) && is_constant(fcinfo, 3);
    cache.asked_for_constants = true;
  }
  const ConstBytes history = bytes_argument(fcinfo, 0);
  int periods = 0;
  compute([&] { periods = coefficient(HistoryView(history), cache.window); });
  PG_RETURN_INT32(periods);
}

C360_FUNCTION(c360_active_days) {
  const DayRange range = day_range_parameter(fcinfo, 1, call_cache<DayRangeCache>(fcinfo));
  PG_RETURN_INT32(static_cast<int32>(history_argument(fcinfo, 0).count_between(range.from, range.to)));
}

static Datum return_day(FunctionCallInfo fcinfo, std::optional<Day> day) {
  return return_field(fcinfo, day ? day_field(day->value) : Field());
}
C360_FUNCTION(c360_first_active) { return return_day(fcinfo, history_argument(fcinfo, 0).first()); }
C360_FUNCTION(c360_last_active) { return return_day(fcinfo, history_argument(fcinfo, 0).last_until(last_day)); }

C360_FUNCTION(c360_days_inactive) {
  const auto days = days_inactive(history_argument(fcinfo, 0), day_argument(fcinfo, 1));
  if (!days) PG_RETURN_NULL();
  if (*days > PG_INT32_MAX)
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("integer out of range"),
                    errdetail("The last active day is %lld days before as_of.", static_cast<long long>(*days)),
                    errhint("Check as_of: it is millions of years after the last activity.")));
  PG_RETURN_INT32(static_cast<int32>(*days));
}

C360_FUNCTION(c360_active_streak) {
  const Day as_of = day_argument(fcinfo, 1);
  const Grain grain = grain_parameter(fcinfo, 2, call_cache<GrainCache>(fcinfo));
  PG_RETURN_INT32(static_cast<int32>(streak(history_argument(fcinfo, 0), Periods(grain, as_of), as_of)));
}

C360_FUNCTION(c360_activity_lifecycle) {
  const Day as_of = day_argument(fcinfo, 1);
  const Grain grain = grain_parameter(fcinfo, 2, call_cache<GrainCache>(fcinfo));
  const std::string_view name = name_of(lifecycle(history_argument(fcinfo, 0), Periods(grain, as_of), as_of));
  if (name.empty()) PG_RETURN_NULL();
  return text_datum(name);
}

C360_FUNCTION(c360_active_periods) {
  const HistoryView history = history_argument(fcinfo, 0);
  const Grain grain = grain_parameter(fcinfo, 1, call_cache<GrainCache>(fcinfo));
  if (!grain.is_calendar())
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("active_periods needs a calendar grain"),
                    errdetail("Blocks of days are counted back from an as_of day, which this function does not take."),
                    errhint("Use 'day', 'week', 'week(sunday)', 'month', 'quarter' or 'year'.")));
  ResultRows rows(fcinfo);
  ContextResource memory(CurrentMemoryContext);
  Day* starts = nullptr;
  std::size_t count = 0;
  compute([&] {
    const Periods periods(grain, Day{});
    for_each_active_period(history, periods, [&](std::int64_t) { ++count; });
    starts = static_cast<Day*>(memory.allocate(sizeof(Day) * count, alignof(Day)));
    std::size_t i = 0;
    for_each_active_period(history, periods, [&](std::int64_t start) { starts[i++] = checked_day(start); });
  });
  for (std::size_t i = 0; i < count; ++i) rows.add({{day_field(starts[i].value)}});
  return 0;
}

// ---- activity_coefficient(day, as_of, …): its state is one number

C360_FUNCTION(c360_activity_coefficient_transition) {
  const CoefficientWindow& window = window_argument(fcinfo, 2, call_cache<WindowCache>(fcinfo));
  Coefficient coefficient(static_cast<std::uint64_t>(PG_GETARG_INT64(0)));
  std::optional<Day> day;
  if (!PG_ARGISNULL(1)) day = day_argument(fcinfo, 1);
  compute([&] {
    coefficient.check(window);
    if (day) coefficient.add(window, *day);
  });
  PG_RETURN_INT64(static_cast<std::int64_t>(coefficient.state()));
}

C360_FUNCTION(c360_activity_coefficient_combine) {
  Coefficient coefficient(static_cast<std::uint64_t>(PG_GETARG_INT64(0)));
  const Coefficient other(static_cast<std::uint64_t>(PG_GETARG_INT64(1)));
  compute([&] { coefficient.merge(other); });
  PG_RETURN_INT64(static_cast<std::int64_t>(coefficient.state()));
}

C360_FUNCTION(c360_activity_coefficient_final) {
  PG_RETURN_INT32(Coefficient(static_cast<std::uint64_t>(PG_GETARG_INT64(0))).result());
}

// ---- flat aggregates

namespace {

struct HistoryResult {
  static Field pack(FunctionCallInfo, const HistoryAgg::Result& value) { return buffer_datum(value); }
};

struct ActivityAgg : HistoryResult {
  using State = HistoryAgg;
  static std::optional<Day> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return day_argument(fcinfo, 1);
  }
};

// The same state from rows of another kind.
struct HistoryUnion : HistoryAgg {
  using HistoryAgg::HistoryAgg;
  using Row = HistoryView;
};

struct ActivityAggUnion : HistoryResult {
  using State = HistoryUnion;
  static std::optional<HistoryView> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return history_argument(fcinfo, 1);
  }
};

// as_of and perhaps window_days, from the argument `first` on.
Stickiness::Parameters stickiness_parameters(FunctionCallInfo fcinfo, int first) {
  Stickiness::Parameters parameters;
  parameters.as_of = day_parameter(fcinfo, first, as_of_name);
  if (PG_NARGS() > first + 1) parameters.window_days = int_parameter(fcinfo, first + 1, "window_days");
  compute([&] { Stickiness::check_window(parameters.window_days); });
  return parameters;
}

struct StickinessBinding {
  using State = Stickiness;
  static State::Parameters parameters(FunctionCallInfo fcinfo) { return stickiness_parameters(fcinfo, 2); }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{history_argument(fcinfo, 1)};
  }
  static Field pack(FunctionCallInfo, const State::Result& result) {
    return rate_field(result.active_days, result.possible_days);
  }
};

// grain, periods, as_of and perhaps options, from the argument `first` on.
struct RetentionCache {
  GrainCache grain;
  CompiledBytes<RetentionRule, 128> rule;
};
template <class Parameters>
Parameters retention_parameters(FunctionCallInfo fcinfo, int first, RetentionCache& cache) {
  Parameters parameters{grain_parameter(fcinfo, first, cache.grain), int_parameter(fcinfo, first + 1, "periods"),
                        day_parameter(fcinfo, first + 2, as_of_name)};
  if (const int at = first + 3; PG_NARGS() > at) {
    require_parameter(fcinfo, at, "options");
    parameters.rule = cache.rule.get(text_argument(fcinfo, at), [&](std::string_view) {
      const std::string_view json = json_text(PG_GETARG_DATUM(at));
      RetentionRule rule{};
      compute([&] { rule = parse_retention_options(json); });
      return rule;
    });
  }
  return parameters;
}

struct RetentionBinding {
  using State = Retention;
  using Cache = RetentionCache;
  static State::Parameters parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return retention_parameters<State::Parameters>(fcinfo, 3, cache);
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    State::Row row{history_or_empty(fcinfo, 1), {}};
    if (!PG_ARGISNULL(2)) row.cohort_start = day_argument(fcinfo, 2);
    return row;
  }
  static Field pack(FunctionCallInfo, const State::Result& result) {
    return bigint_array(result.active, result.finished);
  }
};

// Each event counts 1 where the rows have no weight.
template <bool weighted>
struct UsageDropBinding {
  using State = UsageDrop;
  static constexpr int as_of_at = weighted ? 3 : 2;
  static State::Parameters parameters(FunctionCallInfo fcinfo) {
    State::Parameters parameters;
    parameters.as_of = day_parameter(fcinfo, as_of_at, as_of_name);
    if (PG_NARGS() > as_of_at + 1) parameters.recent_weeks = int_parameter(fcinfo, as_of_at + 1, "recent_weeks");
    if (PG_NARGS() > as_of_at + 2) parameters.baseline_weeks = int_parameter(fcinfo, as_of_at + 2, "baseline_weeks");
    return parameters;
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    if constexpr (weighted) {
      if (PG_ARGISNULL(2)) return {};
      return State::Row{day_argument(fcinfo, 1), number_from(PG_GETARG_DATUM(2), "weight")};
    } else {
      return State::Row{day_argument(fcinfo, 1), State::one_event};
    }
  }
  static Field pack(FunctionCallInfo fcinfo, const State::Result& result) {
    const Field fields[] = {
        numeric_field(result.recent), numeric_field(result.baseline),
        numeric_field(result.change), numeric_field(result.z),
        numeric_field(result.slope),  result.dropped ? Field(BoolGetDatum(*result.dropped)) : Field()};
    return row_datum(result_row_type(fcinfo), fields);
  }
};

struct SessionsBinding {
  using State = Sessions;
  static State::Parameters parameters(FunctionCallInfo fcinfo) {
    return {PG_NARGS() > 2 ? length_parameter(fcinfo, 2, "gap") : State::usual_gap};
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{instant_argument(fcinfo, 1)};
  }
  static Field pack(FunctionCallInfo fcinfo, const State::Result& result) {
    const auto length = [](std::optional<std::int64_t> value) {
      return value ? Field(interval_datum(*value)) : Field();
    };
    const Field fields[] = {Int64GetDatum(result.sessions), length(result.total), length(result.longest),
                            length(result.median)};
    return row_datum(result_row_type(fcinfo), fields);
  }
  static Field empty(FunctionCallInfo fcinfo) { return pack(fcinfo, {0, 0, {}, {}}); }
};

// The steps of a row: an array of booleans, whose NULLs count as false.
struct FunnelSteps {
  std::int32_t count;
  std::uint32_t fulfilled;
};
FunnelSteps funnel_steps(FunctionCallInfo fcinfo, int number) {
  require_parameter(fcinfo, number, "steps");
  const ArrayType* array = PG_GETARG_ARRAYTYPE_P(number);
  if (ARR_NDIM(array) > 1)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("steps must be a list of conditions"),
                    errdetail("The array given has %d dimensions.", ARR_NDIM(array)),
                    errhint("Write the steps one after the other, or VARIADIC ARRAY[first, second].")));
  const int count = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
  const bits8* known = ARR_NULLBITMAP(array);
  const char* value = ARR_DATA_PTR(array);  // one byte each; NULLs have none
  FunnelSteps steps{count, 0};
  for (int step = 0; step < std::min<int>(count, WindowFunnel::most_steps); ++step) {
    if (known != nullptr && (known[step / 8] >> step % 8 & 1) == 0) continue;
    if (*value++ != 0) steps.fulfilled |= std::uint32_t{1} << step;
  }
  return steps;
}

struct WindowFunnelBinding {
  using State = WindowFunnel;
  using Cache = FunnelSteps;
  static State::Parameters parameters(FunctionCallInfo fcinfo, Cache& steps) {
    steps = funnel_steps(fcinfo, 3);
    return {length_parameter(fcinfo, 2, "within", 0), steps.count};
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{instant_argument(fcinfo, 1), call_cache<Cache>(fcinfo).fulfilled};
  }
  static Field pack(FunctionCallInfo, State::Result steps) { return Int32GetDatum(steps); }
  static Field empty(FunctionCallInfo) { return Int32GetDatum(0); }
};

// ---- active_users: window_days is one number, or an array of them for several windows in one pass

// The parameters, remade only when the bytes of an argument change: they are the same on every row.
struct ActiveUsersCache {
  DayRangeCache range;
  CompiledBytes<std::int32_t, 192> windows;  // their number; the windows themselves go to `parameters`
  ActiveUsersParameters parameters;
};

std::int32_t unpack_windows(Datum array_datum, ActiveUsersParameters& parameters) {
  ArrayType* array = DatumGetArrayTypeP(array_datum);
  const int count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
  if (ARR_NDIM(array) != 1 || count > ActiveUsersParameters::most_windows || ARR_HASNULL(array))
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("window_days must be a list of 1 to %d numbers", ActiveUsersParameters::most_windows),
                    errdetail("The array given has %d dimensions, %d elements, and %s.", ARR_NDIM(array), count,
                              ARR_HASNULL(array) ? "NULLs" : "no NULL"),
                    errhint("Write, for example, ARRAY[1, 7, 28].")));
  parameters.windows = {};
  const auto* elements = reinterpret_cast<const std::byte*>(ARR_DATA_PTR(array));
  for (int i = 0; i < count; ++i)
    parameters.windows[static_cast<std::size_t>(i)] =
        int_from(load<std::int64_t>(elements + sizeof(std::int64_t) * static_cast<std::size_t>(i)), "window_days");
  return count;
}

// range and window_days from the argument `first` on.
const ActiveUsersParameters& active_users_parameters(FunctionCallInfo fcinfo, int first, ActiveUsersCache& cache,
                                                     bool several) {
  ActiveUsersParameters& parameters = cache.parameters;
  const DayRange range = bounded_day_range_parameter(fcinfo, first, cache.range);
  parameters.from = static_cast<std::int32_t>(range.from);
  parameters.to = static_cast<std::int32_t>(range.to);
  if (several) {
    require_parameter(fcinfo, first + 1, "window_days");
    parameters.window_count = cache.windows.get(text_argument(fcinfo, first + 1), [&](std::string_view) {
      return unpack_windows(PG_GETARG_DATUM(first + 1), parameters);
    });
  } else {
    parameters.window_count = 1;
    parameters.windows[0] = int_parameter(fcinfo, first + 1, "window_days");
  }
  if (PG_ARGISNULL(0)) compute([&] { parameters.check(); });
  return parameters;
}

Datum counts_datum(std::span<const std::int64_t> counts, bool several, int windows) {
  return several ? bigint_matrix(counts, static_cast<std::size_t>(windows)) : bigint_array(counts, counts.size());
}

template <bool several>
struct ActiveUsersBinding {
  using State = ActiveUsers;
  using Cache = ActiveUsersCache;
  static const State::Parameters& parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return active_users_parameters(fcinfo, 2, cache, several);
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{history_argument(fcinfo, 1)};
  }
  static Field pack(FunctionCallInfo, const State::Result& result) {
    return counts_datum(result.counts, several, result.windows);
  }
};

// (entity, day) of an event.
template <class State, class SqlKey>
std::optional<typename State::Row> event_row(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return {};
  return typename State::Row{SqlKey::from(PG_GETARG_DATUM(1)), day_argument(fcinfo, 2)};
}

template <class SqlKey, bool several>
struct ActiveUsersOfPopulation {
  using EntityKey = SqlKey;
  using State = ActiveUsersPopulation<typename SqlKey::Key>;
  using Cache = ActiveUsersCache;
  static constexpr int first_parameter = 3;
  static const ActiveUsersParameters& parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return active_users_parameters(fcinfo, first_parameter, cache, several);
  }
  static auto row(FunctionCallInfo fcinfo) { return event_row<State, SqlKey>(fcinfo); }
  static Field finish(FunctionCallInfo, State& state) {
    ContextResource memory(CurrentMemoryContext);
    StateBuffer buffer(memory);
    compute([&] { ActiveUsers::create(buffer, state.parameters()); });
    const auto windows = static_cast<std::size_t>(state.parameters().window_count);
    for_each_step(state.population(), state.parameters().words() * windows,
                  [&](std::size_t part, std::uint32_t from, std::uint32_t to) {
                    ActiveUsers counters(buffer);
                    state.count(part, from, to, counters);
                  });
    const auto& result = computed([&] { return ActiveUsers::result(buffer.bytes(), memory); });
    return counts_datum(result.counts, several, result.windows);
  }
};

template <class SqlKey>
struct RetentionMatrixBinding {
  using EntityKey = SqlKey;
  using State = RetentionMatrix<typename SqlKey::Key>;
  using Cache = RetentionCache;
  static constexpr int first_parameter = 3;
  static typename State::Parameters parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return retention_parameters<typename State::Parameters>(fcinfo, first_parameter, cache);
  }
  static auto row(FunctionCallInfo fcinfo) { return event_row<State, SqlKey>(fcinfo); }
  static Field finish(FunctionCallInfo fcinfo, State& state) {
    using Cohorts = typename State::Cohorts;
    ContextResource memory(CurrentMemoryContext);
    auto& cohorts = computed([&] { return Cohorts(&memory); });
    constexpr std::size_t blocks_an_entity = 16;  // more than most have
    for_each_step(state.population(), blocks_an_entity, [&](std::size_t part, std::uint32_t from, std::uint32_t to) {
      state.count(part, from, to, cohorts);
    });
    return row_array(result_row_type(fcinfo), cohorts, [&](auto& indexed) -> std::array<Field, 3> {
      const RetentionRow& row = computed([&] { return state.row(indexed.first, indexed.second); });
      compute([&] { checked_day(row.cohort); });
      return {day_field(row.cohort), Int64GetDatum(row.size), bigint_array(row.retained, row.finished)};
    });
  }
};

template <class SqlKey>
struct StickinessOfPopulation {
  using EntityKey = SqlKey;
  using State = StickinessPopulation<typename SqlKey::Key>;
  static constexpr int first_parameter = 3;
  static auto parameters(FunctionCallInfo fcinfo) { return stickiness_parameters(fcinfo, first_parameter); }
  static auto row(FunctionCallInfo fcinfo) { return event_row<State, SqlKey>(fcinfo); }
  static Field finish(FunctionCallInfo, State& state) {
    Stickiness::Result sums{0, 0};
    constexpr std::size_t blocks_an_entity = 16;  // as many as the longest window has
    for_each_step(state.population(), blocks_an_entity,
                  [&](std::size_t part, std::uint32_t from, std::uint32_t to) { state.count(part, from, to, sums); });
    return rate_field(sums.active_days, sums.possible_days);
  }
};

// An array of rows, because one UNNEST of it reads like a table: SELECT entity, coefficient FROM unnest((SELECT …)).
template <class SqlKey>
struct CoefficientsBinding {
  using EntityKey = SqlKey;
  using State = CoefficientPopulation<typename SqlKey::Key>;
  using Cache = WindowCache;
  static constexpr int first_parameter = 3;
  static const CoefficientParameters& parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return window_argument(fcinfo, first_parameter, cache).parameters();
  }
  static std::optional<typename State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    typename State::Row row{SqlKey::from(PG_GETARG_DATUM(1)), {}};
    if (!PG_ARGISNULL(2)) row.day = day_argument(fcinfo, 2);
    return row;
  }
  static Field finish(FunctionCallInfo fcinfo, State& state) {
    using Result = typename State::Result;
    ContextResource memory(CurrentMemoryContext);
    auto& results = computed([&] { return std::pmr::vector<Result>(&memory); });
    compute([&] { results.reserve(state.population().size()); });
    for_each_step(state.population(), 16,
                  [&](std::size_t part, std::uint32_t from, std::uint32_t to) { state.list(part, from, to, results); });
    auto& sort = computed([&] { return SteppedSort(std::span(results), std::less<Result>()); });
    in_steps(sort);
    return row_array(result_row_type(fcinfo), results, [](const Result& result) -> std::array<Field, 2> {
      return {SqlKey::datum(result.key), Int32GetDatum(result.coefficient)};
    });
  }
};

}  // namespace

C360_FLAT_AGGREGATE(activity_agg, ActivityAgg)
C360_FLAT_AGGREGATE(activity_agg_union, ActivityAggUnion)
C360_FLAT_AGGREGATE(stickiness, StickinessBinding)
C360_FLAT_AGGREGATE(retention, RetentionBinding)
C360_FLAT_AGGREGATE(usage_drop, UsageDropBinding<true>)
C360_FLAT_AGGREGATE(usage_drop_events, UsageDropBinding<false>)
C360_FLAT_AGGREGATE(sessions, SessionsBinding)
C360_FLAT_AGGREGATE(window_funnel, WindowFunnelBinding)
C360_FLAT_AGGREGATE(active_users, ActiveUsersBinding<false>)
C360_FLAT_AGGREGATE(active_users_windows, ActiveUsersBinding<true>)

// A macro's argument may hold no comma: an alias each.
#define C360_ENTITY_AGGREGATES(key, SqlKey)                                       \
  using ActiveUsers_##key = ActiveUsersOfPopulation<SqlKey, false>;               \
  using ActiveUsersWindows_##key = ActiveUsersOfPopulation<SqlKey, true>;         \
  using RetentionMatrix_##key = RetentionMatrixBinding<SqlKey>;                   \
  using Stickiness_##key = StickinessOfPopulation<SqlKey>;                        \
  using Coefficients_##key = CoefficientsBinding<SqlKey>;                         \
  C360_POPULATION_AGGREGATE(active_users_##key, ActiveUsers_##key)                \
  C360_POPULATION_AGGREGATE(active_users_windows_##key, ActiveUsersWindows_##key) \
  C360_POPULATION_AGGREGATE(retention_matrix_##key, RetentionMatrix_##key)        \
  C360_POPULATION_AGGREGATE(stickiness_##key, Stickiness_##key)                   \
  C360_POPULATION_AGGREGATE(activity_coefficients_##key, Coefficients_##key)

C360_ENTITY_AGGREGATES(int2, SmallintKey)
C360_ENTITY_AGGREGATES(int4, IntKey)
C360_ENTITY_AGGREGATES(int8, BigintKey)
C360_ENTITY_AGGREGATES(numeric, NumericKey)
C360_ENTITY_AGGREGATES(uuid, UuidKey)
C360_ENTITY_AGGREGATES(text, TextKey)

}  // namespace c360::pg
