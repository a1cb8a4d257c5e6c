// What a function keeps between its calls of one query, in fn_extra.
// Must not know: what is kept.
#pragma once

#include "core/base/bytes.hpp"
#include "pg/boundary/compute.hpp"

namespace c360::pg {

// The function's cache, zero at first. Plain data only: it dies with the query's memory, no destructor runs.
template <class Cache>
Cache& call_cache(FunctionCallInfo fcinfo) {
  static_assert(std::is_trivially_destructible_v<Cache>);
  if (fcinfo->flinfo->fn_extra == nullptr)
    fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Cache));
  return *static_cast<Cache*>(fcinfo->flinfo->fn_extra);
}

// Whether a function's argument is a constant of the query, so that what is made of it stays. A parameter is none:
// PL/pgSQL evaluates one expression again and again with other values.
inline bool is_constant(FunctionCallInfo fcinfo, int number) {
  const Node* call = fcinfo->flinfo->fn_expr;
  if (call == nullptr || !IsA(call, FuncExpr)) return false;
  const List* arguments = reinterpret_cast<const FuncExpr*>(call)->args;
  return number < list_length(arguments) && IsA(list_nth(arguments, number), Const);
}

// memcmp's answer for a few bytes, without a call: it is asked on every row.
inline bool same_bytes(const char* a, const char* b, std::size_t size) {
  std::size_t at = 0;
  for (; at + 8 <= size; at += 8)
    if (load<std::uint64_t>(reinterpret_cast<const std::byte*>(a + at)) !=
        load<std::uint64_t>(reinterpret_cast<const std::byte*>(b + at)))
      return false;
  for (; at < size; ++at)
    if (a[at] != b[at]) return false;
  return true;
}

// A value made from an argument's bytes, remade when the bytes change. Key and value are plain data; for values that
// own memory see CompiledDocument.
template <class Value, std::size_t longest_key = 64>
struct CompiledBytes {
  bool valid;
  std::uint8_t length;
  char key[longest_key];
  Value value;

  template <class Compile>
  const Value& get(std::string_view bytes, Compile compile) {
    static_assert(std::is_trivially_destructible_v<Value> && longest_key < 256);
    if (valid && bytes.size() == length && same_bytes(key, bytes.data(), length)) return value;
    valid = false;
    value = compile(bytes);
    if (bytes.size() <= longest_key) {
      std::memcpy(key, bytes.data(), bytes.size());
      length = static_cast<std::uint8_t>(bytes.size());
      valid = true;
    }
    return value;
  }
};

// The same for documents (rubrics, bands): any size of key, and a value with a destructor, which runs when the query's
// memory goes or when another document takes its place.
template <class Value>
struct CompiledDocument {
  char* key;
  std::size_t length;
  Value* value;
  std::uint64_t generation;  // another number for every document: what else was made of it is made anew

  // context: lives as long as the query. bytes: the argument as it is stored, the key. unpack(argument) → its text;
  // compile(text) → Value, inside compute.
  template <class Unpack, class Compile>
  const Value& get(MemoryContext context, std::string_view bytes, Datum argument, Unpack unpack, Compile compile) {
    if (value != nullptr && bytes.size() == length && std::memcmp(key, bytes.data(), length) == 0) return *value;
    if (holder == nullptr) {
      holder = static_cast<Holder*>(MemoryContextAllocZero(context, sizeof(Holder)));
      holder->callback.func = [](void* arg) { delete static_cast<Holder*>(arg)->value; };
      holder->callback.arg = holder;
      MemoryContextRegisterResetCallback(context, &holder->callback);
    }
    char* fresh_key = static_cast<char*>(MemoryContextAlloc(context, bytes.size() + 1));
    std::memcpy(fresh_key, bytes.data(), bytes.size());
    if (key != nullptr) pfree(key);
    key = fresh_key;
    length = bytes.size();
    delete holder->value;
    holder->value = value = nullptr;
    ++generation;
    const auto text = unpack(argument);
    compute([&] { value = holder->value = new Value(compile(text)); });
    return *value;
  }

  struct Holder {
    MemoryContextCallback callback;
    Value* value;
  };
  Holder* holder;
};

}  // namespace c360::pg
