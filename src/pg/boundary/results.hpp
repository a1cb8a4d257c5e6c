// Packing: plain values to Datums. Everything here may ereport, so nothing with a destructor of ours may be alive,
// except objects whose memory is a memory context's.
// Must not know: what the values mean.
#pragma once

#include "core/base/money.hpp"
#include "core/base/ratio.hpp"
#include "core/base/state.hpp"
#include "pg/boundary/compute.hpp"
#include "pg/boundary/context_resource.hpp"
#include "pg/boundary/postgres.hpp"

namespace c360::pg {

// A Datum that may be NULL.
struct Field {
  Datum datum = 0;
  bool is_null = true;

  Field() = default;
  Field(Datum value) : datum(value), is_null(false) {}
};

inline Field day_field(std::optional<std::int64_t> day) {
  return day ? Field(DateADTGetDatum(static_cast<DateADT>(*day))) : Field();
}

// What `make` gives, computed into the call's memory: it may have a destructor, because that never runs, and memory of
// a ContextResource, so that an ereport while it is packed leaves nothing behind.
template <class Make>
auto& computed(Make make) {
  using Result = decltype(make());
  auto* result = static_cast<Result*>(palloc(sizeof(Result)));
  compute([&] { new (result) Result(make()); });
  return *result;
}
// An object with a destructor, in memory that runs it: results live across calls that may ereport.
template <class T>
T* owned(MemoryContext context) {
  struct Holder {
    MemoryContextCallback callback;
    T value;
  };
  auto* holder = static_cast<Holder*>(MemoryContextAllocZero(context, sizeof(Holder)));
  new (&holder->value) T();
  holder->callback.func = [](void* value) { static_cast<T*>(value)->~T(); };
  holder->callback.arg = &holder->value;
  MemoryContextRegisterResetCallback(context, &holder->callback);
  return &holder->value;
}
// The string that `write` returns, as a cstring.
template <class Write>
char* cstring_of(Write write) {
  ContextResource memory(CurrentMemoryContext);
  char* text = nullptr;
  compute([&] {
    const std::string written = write();
    text = static_cast<char*>(memory.allocate(written.size() + 1, 1));
    std::memcpy(text, written.c_str(), written.size() + 1);
  });
  return text;
}

// A long one, which `text.step(std::string&)` writes part by part: realloc moves pages, and copies nothing.
template <class Text>
char* cstring_in_steps(Text text) {
  StringInfoData whole;
  initStringInfo(&whole);
  auto* part = owned<std::string>(CurrentMemoryContext);
  for (bool more = true; more;) {
    CHECK_FOR_INTERRUPTS();
    compute([&] {
      part->clear();
      more = text.step(*part);
    });
    appendBinaryStringInfo(&whole, part->data(), static_cast<int>(part->size()));
  }
  compute([&] { std::string().swap(*part); });
  return whole.data;
}

inline Datum text_datum(std::string_view text) {
  return PointerGetDatum(cstring_to_text_with_len(text.data(), static_cast<int>(text.size())));
}
// A varlena with these bytes.
Datum bytes_datum(ConstBytes bytes);
// The shortest decimal that reads back as the double.
Datum numeric_datum(double value);
inline Field numeric_field(std::optional<double> value) { return value ? Field(numeric_datum(*value)) : Field(); }
// Hours become days of 24 hours, as where PostgreSQL subtracts two timestamps.
Datum interval_datum(std::int64_t microseconds);
// units · 10^-decimals, with as few decimals as that needs, yet at least `least`.
Datum decimal_datum(std::int64_t units, int decimals, int least);
// The amount with two to ten decimals.
Datum amount_datum(Money amount);
// numerator ÷ denominator, NULL when the denominator is 0 (METRICS R6).
Field rate_field(std::int64_t numerator, std::int64_t denominator);
Field rate_field(Money numerator, Money denominator);
inline Field rate_field(Ratio ratio) { return rate_field(ratio.numerator, ratio.denominator); }

// bigint[] of one dimension; elements from `known` on are NULL.
Datum bigint_array(std::span<const std::int64_t> values, std::size_t known);
// bigint[][]: rows · columns = values.
Datum bigint_matrix(std::span<const std::int64_t> values, std::size_t rows);

// A row of the composite type that the function returns (or returns an array of): known by the function's own
// declaration, without call-site information, which distributed engines do not pass.
TupleDesc result_row_type(FunctionCallInfo fcinfo);
Datum row_datum(TupleDesc type, std::span<const Field> fields);
// construct_array, with a look at interrupts: rows may be many.
Datum composite_array(TupleDesc type, std::span<const Datum> rows);
// An array of such rows, one for each item: fields_of(item) → std::array<Field, …>, which may ereport.
template <class Items, class FieldsOf>
Datum row_array(TupleDesc type, Items& items, FieldsOf fields_of) {
  auto* rows = static_cast<Datum*>(
      MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Datum) * std::max<std::size_t>(items.size(), 1)));
  std::size_t count = 0;
  for (auto& item : items) {
    CHECK_FOR_INTERRUPTS();
    rows[count++] = row_datum(type, fields_of(item));
  }
  return composite_array(type, {rows, count});
}
// The rows of a set-returning function: all of them at once, so that its fn_extra is free for a cache. `return 0` ends
// such a function.
class ResultRows {
 public:
  explicit ResultRows(FunctionCallInfo fcinfo);
  TupleDesc type() const { return result_->setDesc; }
  void add(std::span<const Field> fields);

 private:
  ReturnSetInfo* result_;
};

// A StateBuffer's allocation, made a varlena.
inline Datum buffer_datum(const StateBuffer& buffer) {
  std::byte* varlena = buffer.data() - StateBuffer::prefix;
  SET_VARSIZE(varlena, buffer.size() + StateBuffer::prefix);
  return PointerGetDatum(varlena);
}

// PG_RETURN for a Field.
inline Datum return_field(FunctionCallInfo fcinfo, const Field& field) {
  fcinfo->isnull = field.is_null;
  return field.datum;
}

}  // namespace c360::pg
