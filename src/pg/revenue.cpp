// Bindings of the revenue domain (METRICS B).
// Must not know: how anything is computed; that is core/revenue. Prices alone are divided here, by PostgreSQL's
// numeric.
#include "core/journey/survival.hpp"
#include "core/revenue/billing.hpp"
#include "core/revenue/currencies.hpp"
#include "core/revenue/history_text.hpp"
#include "core/revenue/population.hpp"
#include "core/revenue/retention.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/documents.hpp"
#include "pg/boundary/stored_type.hpp"

namespace c360::pg {

using namespace revenue;

namespace {

// ---- arguments

MrrHistoryView history_argument(FunctionCallInfo fcinfo, int number) {
  return view_argument<MrrHistoryView>(fcinfo, number);
}

using OptionsCache = CompiledDocument<Options>;
const Options& options_argument(FunctionCallInfo fcinfo, int number, OptionsCache& cache, const Options::Known& known) {
  require_parameter(fcinfo, number, "options");
  return cache.get(fcinfo->flinfo->fn_mcxt, stored_argument(fcinfo, number), PG_GETARG_DATUM(number), json_text,
                   [&](std::string_view json) { return Options::parse(json, known); });
}

struct QuestionCache {
  GrainCache grain;
  OptionsCache options;
};
// Grain and as_of from the arguments `first` and the next, and options where there is an argument behind them.
MovementQuestion question_argument(FunctionCallInfo fcinfo, int first, QuestionCache& cache,
                                   const Options::Known& known) {
  MovementQuestion question{{grain_parameter(fcinfo, first, cache.grain), day_parameter(fcinfo, first + 1, "as_of")}};
  if (PG_NARGS() > first + 2) question.options = options_argument(fcinfo, first + 2, cache.options, known).steps;
  return question;
}

template <class Source>
constexpr Options::Known options_of_rows{.below_zero = true, .grain = std::is_same_v<Source, Snapshot>};
template <class Source>
constexpr Options::Known options_of_movements{
    .below_zero = true, .grace_days = true, .grain = std::is_same_v<Source, Snapshot>};
// In a history nothing is below zero.
constexpr Options::Known options_of_histories{.grace_days = true};

// A row's subscription or snapshot, from the arguments `first` (range or day) and the next (MRR); nothing for a NULL,
// and for a range without a day.
template <class Source>
std::optional<Source> source_argument(FunctionCallInfo fcinfo, int first) {
  if (PG_ARGISNULL(first) || PG_ARGISNULL(first + 1)) return {};
  if constexpr (std::is_same_v<Source, Snapshot>) {
    return Snapshot{day_argument(fcinfo, first), amount_from(PG_GETARG_DATUM(first + 1))};
  } else {
    const StoredRange valid = range_from(PG_GETARG_DATUM(first));
    if (valid.empty) return {};
    if (!valid.from)
      ereport(
          ERROR,
          (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("subscription must have a first day"),
           errdetail("The range of days has an open or infinite lower end."),
           errhint(
               "Give the day it began; only the upper end may be open, for a subscription that is still running.")));
    return Subscription{*valid.from, valid.to, amount_from(PG_GETARG_DATUM(first + 1))};
  }
}

// ---- results

// The labels of the enum mrr_movement as its values, by MovementKind.
struct MovementLabels {
  Datum labels[movement_kinds];
  explicit MovementLabels(Oid type) {
    for (std::size_t i = 0; i < movement_kinds; ++i)
      labels[i] =
          DirectFunctionCall2(enum_in, CStringGetDatum(name_of(static_cast<MovementKind>(i))), ObjectIdGetDatum(type));
  }
  Datum operator[](MovementKind kind) const { return labels[static_cast<std::size_t>(kind)]; }
};

// First day of a period; 22008 where it lies before the calendar.
Field period_field(std::int64_t first_day_of_period) {
  compute([&] { checked_day(first_day_of_period); });
  return day_field(first_day_of_period);
}

// (period, movement, amount, mrr)
std::array<Field, 4> change_fields(const Movement& movement, const Periods& periods, const MovementLabels& labels) {
  return {period_field(periods.start(movement.period)), labels[movement.kind], amount_datum(movement.amount),
          amount_datum(movement.mrr)};
}
Oid movement_type(TupleDesc row) { return TupleDescAttr(row, 1)->atttypid; }

Field changes_array(FunctionCallInfo fcinfo, const MovementList& list) {
  const TupleDesc type = result_row_type(fcinfo);
  const MovementLabels labels(movement_type(type));
  const Periods periods(list.window.grain, list.window.as_of);
  return row_array(type, list.movements,
                   [&](const Movement& movement) { return change_fields(movement, periods, labels); });
}

Field bridge_array(FunctionCallInfo fcinfo, const Bridge::Result& bridge) {
  return row_array(result_row_type(fcinfo), bridge, [](const BridgeRow& row) -> std::array<Field, 18> {
    const auto amount = [&](MovementKind kind) { return amount_datum(row.amounts[static_cast<std::size_t>(kind)]); };
    const auto customers = [&](MovementKind kind) {
      return Int64GetDatum(row.customers[static_cast<std::size_t>(kind)]);
    };
    return {period_field(row.period),
            amount_datum(row.starting),
            amount(MovementKind::new_business),
            amount(MovementKind::expansion),
            amount(MovementKind::contraction),
            amount(MovementKind::churn),
            amount(MovementKind::reactivation),
            amount_datum(row.currency_effect),
            amount_datum(row.ending),
            amount_datum(row.retained),
            Int64GetDatum(row.starting_customers),
            customers(MovementKind::new_business),
            customers(MovementKind::reactivation),
            customers(MovementKind::churn),
            customers(MovementKind::expansion),
            customers(MovementKind::contraction),
            Int64GetDatum(row.transient),
            Int64GetDatum(row.ending_customers)};
  });
}

}  // namespace

// ---- the type mrr_history

C360_FUNCTION(c360_mrr_history_in) {
  const std::string_view text = PG_GETARG_CSTRING(0);
  return build_value<MrrHistoryView>([&](StateBuffer& result) { from_text(text, result); });
}

C360_FUNCTION(c360_mrr_history_out) {
  const MrrHistoryView history = history_argument(fcinfo, 0);
  PG_RETURN_CSTRING(cstring_in_steps(MrrHistoryText(history)));
}

C360_STORED_TYPE(mrr_history, MrrHistoryView)

C360_FUNCTION(c360_mrr_history_sum) {
  const MrrHistoryView a = history_argument(fcinfo, 0), b = history_argument(fcinfo, 1);
  return build_value<MrrHistoryView>([&](StateBuffer& result) { add(a, b, result); });
}

// ---- questions to one history

C360_FUNCTION(c360_mrr_at) { return amount_datum(history_argument(fcinfo, 0).at(day_argument(fcinfo, 1))); }

C360_FUNCTION(c360_mrr_periods) {
  const MrrHistoryView history = history_argument(fcinfo, 0);
  ResultRows rows(fcinfo);
  TypeCacheEntry* range_type = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    if (step.mrr == Money()) continue;
    const bool open = i + 1 == history.count();
    RangeBound lower{DateADTGetDatum(step.day.value), false, true, true};
    RangeBound upper{open ? Datum{0} : DateADTGetDatum(history.step(i + 1).day.value), open, false, false};
    const Field fields[] = {RangeTypePGetDatum(range_serialize(range_type, &lower, &upper, false C360_SOFT_ERRORS)),
                            amount_datum(step.mrr)};
    rows.add(fields);
  }
  return 0;
}

C360_FUNCTION(c360_mrr_movements) {
  const MrrHistoryView history = history_argument(fcinfo, 0);
  const MovementQuestion question =
      question_argument(fcinfo, 1, call_cache<QuestionCache>(fcinfo), options_of_histories);
  ResultRows rows(fcinfo);
  ContextResource memory(CurrentMemoryContext);
  const auto& list = computed([&] { return movements_of(history, question, memory); });
  const MovementLabels labels(movement_type(rows.type()));
  const Periods periods(question.window.grain, question.window.as_of);
  for (const Movement& movement : list.movements) rows.add(change_fields(movement, periods, labels));
  return 0;
}

// ---- prices and unit economics: exact arithmetic is numeric's, one division and at the end

namespace {

Datum product(Datum a, Datum b) { return DirectFunctionCall2(numeric_mul, a, b); }
Datum number(std::int64_t value) { return NumericGetDatum(int64_to_numeric(value)); }
int order(Datum a, Datum b) { return DatumGetInt32(DirectFunctionCall2(numeric_cmp, a, b)); }

// a ÷ b with at least twelve decimals, and no zeros behind the second.
Datum quotient(Datum a, Datum b) {
  constexpr int decimals = 12;
  Datum dividend = a;
  if (DatumGetInt32(DirectFunctionCall1(numeric_scale, a)) < decimals)
    dividend = DirectFunctionCall2(numeric_round, a, Int32GetDatum(decimals));  // appends zeros
  const Datum exact = DirectFunctionCall1(numeric_trim_scale, DirectFunctionCall2(numeric_div, dividend, b));
  if (DatumGetInt32(DirectFunctionCall1(numeric_scale, exact)) >= 2) return exact;
  return DirectFunctionCall2(numeric_round, exact, Int32GetDatum(2));
}

Datum survival_datum(const Fixed& survival) {
  std::int64_t units = 0;
  compute([&] { units = survival.rounded(journey::survival_decimals); });
  return decimal_datum(units, journey::survival_decimals, 0);
}

Datum finite_argument(FunctionCallInfo fcinfo, int number, const char* name) {
  const Datum value = PG_GETARG_DATUM(number);
  if (numeric_is_nan(DatumGetNumeric(value)) || numeric_is_inf(DatumGetNumeric(value)))
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s must be finite", name),
                    errdetail("The value is NaN or infinite."), errhint("Leave such values out, or make them NULL.")));
  return value;
}

Datum amount_argument(FunctionCallInfo fcinfo, int position, const char* name) {
  const Datum value = finite_argument(fcinfo, position, name);
  if (order(value, number(0)) < 0)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s must not be negative", name),
                    errdetail("The value is %s.", DatumGetCString(DirectFunctionCall1(numeric_out, value))),
                    errhint("Pass 0 or more.")));
  return value;
}

Datum fraction_argument(FunctionCallInfo fcinfo, int position, const char* name) {
  const Datum value = finite_argument(fcinfo, position, name);
  if (order(value, number(0)) < 0 || order(value, number(1)) > 0)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s must be a fraction from 0 to 1", name),
                    errdetail("The value is %s.", DatumGetCString(DirectFunctionCall1(numeric_out, value))),
                    errhint("Divide a percentage by 100: 0.8, not 80.")));
  return value;
}

}  // namespace

C360_FUNCTION(c360_mrr_normalize) {
  const Datum amount = finite_argument(fcinfo, 0, "amount");
  const std::string_view text = text_argument(fcinfo, 1);
  BillingUnit unit{};
  compute([&] { unit = BillingUnit::parse(text); });
  const std::int64_t count = PG_GETARG_INT64(2);
  if (count <= 0)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("number of billing units must be positive"),
                    errdetail("The interval_count given is %lld.", static_cast<long long>(count)),
                    errhint("Use 1 for every unit, 2 for every second one.")));
  return quotient(product(amount, number(unit.multiplier)), product(number(unit.divisor), number(count)));
}

C360_FUNCTION(c360_arr) {
  const Money monthly = amount_from(PG_GETARG_DATUM(0));
  Money yearly;
  compute([&] { yearly = annual(monthly); });
  return amount_datum(yearly);
}

C360_FUNCTION(c360_lifetime_value) {
  const Datum arpa = amount_argument(fcinfo, 0, "arpa"), margin = fraction_argument(fcinfo, 1, "gross_margin"),
              churn = fraction_argument(fcinfo, 2, "churn_rate");
  if (order(churn, number(0)) == 0) PG_RETURN_NULL();
  return quotient(product(arpa, margin), churn);
}

C360_FUNCTION(c360_cac_payback_months) {
  const Datum cac = amount_argument(fcinfo, 0, "cac"), arpa = amount_argument(fcinfo, 1, "arpa"),
              margin = fraction_argument(fcinfo, 2, "gross_margin");
  const Datum earned = product(arpa, margin);
  if (order(earned, number(0)) == 0) PG_RETURN_NULL();
  return quotient(cac, earned);
}

// value = mrr · gross_margin · Σ S(age + t) ÷ S(age) · (1 + discount_rate)^(−t/12), t from 1 to the horizon.
C360_FUNCTION(c360_expected_lifetime_value) {
  constexpr std::int32_t most_months = 1200;
  constexpr int discount_decimals = 20;
  const auto curve = view_argument<journey::SurvivalCurveView>(fcinfo, 0);
  const Datum mrr = amount_argument(fcinfo, 1, "mrr"), margin = fraction_argument(fcinfo, 2, "gross_margin"),
              rate = amount_argument(fcinfo, 3, "discount_rate");
  const std::int32_t age = int_from(PG_GETARG_INT64(4), "age"), horizon = int_from(PG_GETARG_INT64(5), "horizon");
  if (horizon < 1 || horizon > most_months)
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("horizon must be from 1 to %d months", most_months),
             errdetail("The horizon given is %d.", horizon), errhint("60 is five years.")));

  ContextResource memory(CurrentMemoryContext);
  const auto& survivals =
      computed([&] { return journey::survivals_from(curve, age, static_cast<std::size_t>(horizon) + 1, memory); });
  // Of those who are as old, one must have been seen.
  const bool is_observed = !survivals.empty() && survivals[0] != Fixed();
  const auto months = is_observed ? static_cast<int>(survivals.size()) - 1 : 0;
  Field value;
  if (is_observed) {
    const Datum twelfth = DirectFunctionCall2(numeric_div, number(-1), number(12));
    const Datum month = DirectFunctionCall2(numeric_power, DirectFunctionCall2(numeric_add, number(1), rate), twelfth);
    Datum discount = number(1), sum = number(0);
    for (int t = 1; t <= months; ++t) {
      CHECK_FOR_INTERRUPTS();
      discount = DirectFunctionCall2(numeric_round, product(discount, month), Int32GetDatum(discount_decimals));
      sum = DirectFunctionCall2(numeric_add, sum,
                                product(survival_datum(survivals[static_cast<std::size_t>(t)]), discount));
    }
    value = DirectFunctionCall2(
        numeric_round, quotient(product(product(mrr, margin), sum), survival_datum(survivals[0])), Int32GetDatum(2));
  }
  const char* const ended_by = months == horizon ? "horizon" : "end of observation";
  const Field fields[] = {value, Field(Int32GetDatum(months)), Field(text_datum(ended_by))};
  return row_datum(result_row_type(fcinfo), fields);
}

// ---- entity-level aggregates

namespace {

template <class Source>
struct MrrAgg {
  using State = HistoryOfRows<Source>;
  using Cache = OptionsCache;
  static StepOptions parameters(FunctionCallInfo fcinfo, Cache& cache) {
    if (PG_NARGS() <= 3) return {};
    return options_argument(fcinfo, 3, cache, options_of_rows<Source>).steps;
  }
  static std::optional<Source> row(FunctionCallInfo fcinfo) {
    if constexpr (std::is_same_v<Source, MrrHistoryView>) {
      if (PG_ARGISNULL(1)) return {};
      return history_argument(fcinfo, 1);
    } else {
      return source_argument<Source>(fcinfo, 1);
    }
  }
  static Field pack(FunctionCallInfo, const StateBuffer& history) { return compact_datum<MrrHistoryView>(history); }
};

template <class Source>
struct MrrMovements {
  using State = MovementsOfRows<Source>;
  using Cache = QuestionCache;
  static MovementQuestion parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return question_argument(fcinfo, 3, cache, options_of_movements<Source>);
  }
  static std::optional<Source> row(FunctionCallInfo fcinfo) { return source_argument<Source>(fcinfo, 1); }
  static Field pack(FunctionCallInfo fcinfo, const MovementList& list) { return changes_array(fcinfo, list); }
};

struct MrrBridge {
  using State = Bridge;
  using Cache = QuestionCache;
  static MovementQuestion parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return question_argument(fcinfo, 2, cache, options_of_histories);
  }
  static std::optional<MrrHistoryView> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return history_argument(fcinfo, 1);
  }
  static Field pack(FunctionCallInfo fcinfo, const Bridge::Result& bridge) { return bridge_array(fcinfo, bridge); }
};

// Three questions to one state: with equal arguments, PostgreSQL keeps it once.
struct RetentionRates {
  using State = RevenueRetention;
  // A customer without MRR at the end has left: a NULL there, as an outer join gives it, is 0.
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};
    return State::Row{amount_from(PG_GETARG_DATUM(1)), PG_ARGISNULL(2) ? Money() : amount_from(PG_GETARG_DATUM(2))};
  }
};
struct NetRevenueRetention : RetentionRates {
  static Field pack(FunctionCallInfo, const RevenueRetention::Result& sums) { return rate_field(sums.end, sums.start); }
};
struct GrossRevenueRetention : RetentionRates {
  static Field pack(FunctionCallInfo, const RevenueRetention::Result& sums) {
    return rate_field(sums.retained, sums.start);
  }
};
struct LogoRetention : RetentionRates {
  static Field pack(FunctionCallInfo, const RevenueRetention::Result& sums) {
    return rate_field(sums.kept, sums.customers);
  }
};

// ---- population level

// A customer's key, for messages.
template <class SqlKey>
std::string name_of_entity(const typename SqlKey::Key& key) {
  if constexpr (std::is_same_v<SqlKey, NumericKey>)
    return name_of_numeric_key(key);
  else
    return name_of_key(key);
}

template <class SqlKey, class Source>
struct MrrBridgeOfRows {
  using EntityKey = SqlKey;
  using State = BridgeOfRows<typename SqlKey::Key, Source>;
  static constexpr int first_parameter = 4;
  using Cache = QuestionCache;
  static MovementQuestion parameters(FunctionCallInfo fcinfo, Cache& cache) {
    return question_argument(fcinfo, 4, cache, options_of_movements<Source>);
  }
  static std::optional<typename State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1)) return {};  // nobody's: counted nowhere
    const auto source = source_argument<Source>(fcinfo, 2);
    if (!source) return {};
    return typename State::Row{SqlKey::from(PG_GETARG_DATUM(1)), *source};
  }
  static Field finish(FunctionCallInfo fcinfo, State& state) {
    ContextResource memory(CurrentMemoryContext);
    StateBuffer buffer(memory);
    compute([&] { Bridge::create(buffer, state.parameters()); });
    for (std::size_t partition = 0; partition < state.population().partitions(); ++partition) {
      CHECK_FOR_INTERRUPTS();
      compute([&] {
        Bridge bridge(buffer);
        state.count(partition, bridge, name_of_entity<SqlKey>);
      });
    }
    return bridge_array(fcinfo, computed([&] { return Bridge::result(buffer.bytes(), memory); }));
  }
};

// The same in many currencies: (entity, rows, mrr, currency, grain, as_of, options).
struct CurrencyCache {
  QuestionCache question;
  std::uint64_t generation;  // of the options that the digest is of
  std::uint64_t digest;
};
template <class SqlKey, class Source>
struct MrrBridgeOfCurrencies {
  using EntityKey = SqlKey;
  using State = BridgeOfCurrencies<typename SqlKey::Key, Source>;
  static constexpr int first_parameter = 5;
  using Cache = CurrencyCache;
  static constexpr Options::Known known{
      .below_zero = true, .grace_days = true, .grain = State::of_snapshots, .currency = true};

  static typename State::Parameters parameters(FunctionCallInfo fcinfo, Cache& cache) {
    const MovementQuestion question = question_argument(fcinfo, 5, cache.question, known);
    const OptionsCache& options = cache.question.options;
    if (cache.generation != options.generation) {
      cache.digest = options.value->rates.digest();
      cache.generation = options.generation;
    }
    return {question, cache.digest};
  }
  static std::optional<typename State::Row> row(FunctionCallInfo fcinfo, const Cache& cache) {
    if (PG_ARGISNULL(1)) return {};  // nobody's: counted nowhere
    const auto source = source_argument<Source>(fcinfo, 2);
    if (!source) return {};
    const Rates& rates = cache.question.options.value->rates;
    if (PG_ARGISNULL(4))
      ereport(ERROR,
              (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("currency must not be null"),
               errdetail("A row with an MRR has no currency."), errhint("Give one, for example with coalesce().")));
    const std::string_view name = text_argument(fcinfo, 4);
    const MovementWindow window = {cache.question.grain.value, day_argument(fcinfo, 6)};
    std::size_t currency = 0;
    compute([&] {
      currency = rates.find(name);
      if (currency == rates.size()) refuse_currency(name, *source, window);
    });
    return typename State::Row{SqlKey::from(PG_GETARG_DATUM(1)), *source, currency, &rates};
  }
  static Field finish(FunctionCallInfo fcinfo, State& state) {
    ContextResource memory(CurrentMemoryContext);
    StateBuffer buffer(memory);
    const MovementQuestion& question = state.parameters().question;
    auto* rates = owned<Rates>(CurrentMemoryContext);
    auto* totals = owned<std::optional<CurrencyTotals>>(CurrentMemoryContext);
    compute([&] {
      Bridge::create(buffer, question);
      *rates = state.population().rates();
      totals->emplace(*rates, Periods(question.window.grain, question.window.as_of));
    });
    for (std::size_t partition = 0; partition < state.population().partitions(); ++partition) {
      CHECK_FOR_INTERRUPTS();
      compute([&] {
        Bridge bridge(buffer);
        state.count(partition, bridge, **totals, name_of_entity<SqlKey>);
      });
    }
    return bridge_array(fcinfo, computed([&] {
                          Bridge::Result rows = Bridge::result(buffer.bytes(), memory);
                          (*totals)->complete(rows);
                          return rows;
                        }));
  }

 private:
  // There is no rate of it at all: the first one that would be needed is that of the row's first period.
  [[noreturn]] static void refuse_currency(std::string_view name, const Source& source, const MovementWindow& window) {
    const Periods periods(window.grain, window.as_of);
    Day day;
    if constexpr (State::of_snapshots)
      day = source.day;
    else
      day = source.from;
    Rates::refuse_missing(name, periods.index(day), periods);
  }
};

}  // namespace

using MrrAggSubscription = MrrAgg<Subscription>;
using MrrAggSnapshot = MrrAgg<Snapshot>;
using MrrAggHistory = MrrAgg<MrrHistoryView>;
using MrrMovementsSubscription = MrrMovements<Subscription>;
using MrrMovementsSnapshot = MrrMovements<Snapshot>;
C360_FLAT_AGGREGATE(mrr_agg_subscription, MrrAggSubscription)
C360_FLAT_AGGREGATE(mrr_agg_snapshot, MrrAggSnapshot)
C360_FLAT_AGGREGATE(mrr_agg_history, MrrAggHistory)
C360_FLAT_AGGREGATE(mrr_movements_subscription, MrrMovementsSubscription)
C360_FLAT_AGGREGATE(mrr_movements_snapshot, MrrMovementsSnapshot)
C360_FLAT_AGGREGATE(mrr_bridge, MrrBridge)
C360_FLAT_AGGREGATE(net_revenue_retention, NetRevenueRetention)

C360_FUNCTION(c360_gross_revenue_retention_final) { return flat_final<GrossRevenueRetention>(fcinfo); }
C360_FUNCTION(c360_logo_retention_final) { return flat_final<LogoRetention>(fcinfo); }

// A macro's argument may hold no comma: an alias each.
#define C360_BRIDGE_OF_CUSTOMERS(key, SqlKey)                                               \
  using MrrBridgeSubscription_##key = MrrBridgeOfRows<SqlKey, Subscription>;                \
  using MrrBridgeSnapshot_##key = MrrBridgeOfRows<SqlKey, Snapshot>;                        \
  using MrrCurrencySubscription_##key = MrrBridgeOfCurrencies<SqlKey, Subscription>;        \
  using MrrCurrencySnapshot_##key = MrrBridgeOfCurrencies<SqlKey, Snapshot>;                \
  C360_POPULATION_AGGREGATE(mrr_bridge_subscription_##key, MrrBridgeSubscription_##key)     \
  C360_POPULATION_AGGREGATE(mrr_bridge_snapshot_##key, MrrBridgeSnapshot_##key)             \
  C360_POPULATION_AGGREGATE(mrr_currency_subscription_##key, MrrCurrencySubscription_##key) \
  C360_POPULATION_AGGREGATE(mrr_currency_snapshot_##key, MrrCurrencySnapshot_##key)

C360_BRIDGE_OF_CUSTOMERS(int2, SmallintKey)
C360_BRIDGE_OF_CUSTOMERS(int4, IntKey)
C360_BRIDGE_OF_CUSTOMERS(int8, BigintKey)
C360_BRIDGE_OF_CUSTOMERS(numeric, NumericKey)
C360_BRIDGE_OF_CUSTOMERS(uuid, UuidKey)
C360_BRIDGE_OF_CUSTOMERS(text, TextKey)

}  // namespace c360::pg
