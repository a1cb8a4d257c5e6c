// Bindings of the stats domain: what the others share.
// Must not know: how anything is computed; that is core/stats.
#include "core/stats/predictiveness.hpp"
#include "core/stats/sparkline.hpp"
#include "core/stats/trend.hpp"
#include "pg/boundary/aggregate.hpp"

#include <limits>

namespace c360::pg {

namespace {

constexpr double null_value = std::numeric_limits<double>::quiet_NaN();

// The elements of an amount[]; NaN for NULL.
std::span<const double> numbers_argument(FunctionCallInfo fcinfo, int number) {
  ArrayType* array = PG_GETARG_ARRAYTYPE_P(number);
  if (ARR_NDIM(array) > 1)
    ereport(ERROR,
            (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR), errmsg("series must be one-dimensional"),
             errdetail("The array has %d dimensions.", ARR_NDIM(array)), errhint("Pass one row of it at a time.")));
  Datum* elements;
  bool* nulls;
  int count;
  deconstruct_array(array, ARR_ELEMTYPE(array), -1, false, TYPALIGN_INT, &elements, &nulls, &count);
  auto* numbers = static_cast<double*>(palloc(sizeof(double) * static_cast<std::size_t>(std::max(count, 1))));
  for (int i = 0; i < count; ++i) {
    CHECK_FOR_INTERRUPTS();
    numbers[i] = nulls[i] ? null_value : finite_double_from(elements[i], "value");
  }
  return {numbers, static_cast<std::size_t>(count)};
}

struct SparklineBinding {
  using State = stats::Sparkline;
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(2)) return {};  // a value without a day has no place
    return State::Row{day_argument(fcinfo, 2),
                      PG_ARGISNULL(1) ? null_value : finite_double_from(PG_GETARG_DATUM(1), "value")};
  }
  // No row had a day: no series.
  static Field pack(FunctionCallInfo, const State::Result& result) {
    return result.empty() ? Field() : text_datum(result);
  }
};

struct TrendBinding {
  using State = stats::Trend;
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return {};
    return State::Row{number_from(PG_GETARG_DATUM(1), "value"), day_argument(fcinfo, 2)};
  }
  static Field pack(FunctionCallInfo fcinfo, const State::Result& line) {
    if (!line) return {};
    const Field fields[] = {numeric_field(line->slope_per_30_days), numeric_field(line->r), numeric_field(line->t),
                            Int64GetDatum(line->count), text_datum(name_of(line->direction))};
    return row_datum(result_row_type(fcinfo), fields);
  }
};

struct PredictivenessBinding {
  using State = stats::Predictiveness;
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return {};
    return State::Row{finite_double(PG_GETARG_FLOAT8(1), "metric"), PG_GETARG_BOOL(2)};
  }
  static Field pack(FunctionCallInfo fcinfo, const State::Result& result) {
    if (!result) return {};
    const Field fields[] = {Field(Int64GetDatum(result->customers)),
                            Field(Int64GetDatum(result->churned)),
                            result->r ? Field(numeric_datum(*result->r)) : Field(),
                            rate_field(result->auc),
                            result->lift ? rate_field(*result->lift) : Field(),
                            Field(numeric_datum(result->information_value)),
                            result->direction ? Field(text_datum(name_of(*result->direction))) : Field()};
    return row_datum(result_row_type(fcinfo), fields);
  }
};

}  // namespace

C360_FUNCTION(c360_sparkline) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  const std::span<const double> numbers = numbers_argument(fcinfo, 0);
  stats::SparklineScale scale;
  if (!PG_ARGISNULL(1)) scale.low = finite_double_from(PG_GETARG_DATUM(1), "lo");
  if (!PG_ARGISNULL(2)) scale.high = finite_double_from(PG_GETARG_DATUM(2), "hi");
  ContextResource memory(CurrentMemoryContext);
  const stats::Series series{reinterpret_cast<const std::byte*>(numbers.data()), numbers.size()};
  auto& drawing = computed([&] { return stats::SparklineDrawing(series, scale, memory); });
  in_steps(drawing);
  return text_datum(drawing.result());
}

C360_FLAT_AGGREGATE(sparkline_agg, SparklineBinding)
C360_FLAT_AGGREGATE(predictiveness, PredictivenessBinding)
C360_FLAT_AGGREGATE(trend, TrendBinding)

}  // namespace c360::pg
