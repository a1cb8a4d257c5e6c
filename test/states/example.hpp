// What an example of a stored format consists of, for every test that walks core/states.hpp. A state has one in the
// file of its domain, and does not compile into these tests without. Must not know: any particular state, GoogleTest,
// libFuzzer. REQUIRE(condition) is theirs: include them first.
#pragma once

#include <initializer_list>
#include <optional>

#include "core/states.hpp"
#include "states/aggregate.hpp"
#include "states/stored_values.hpp"

namespace c360::testing {

// Bytes with a value in another place, as somebody may send them.
class Forgery {
 public:
  explicit Forgery(Bytes original) : original_(std::move(original)) {}

  std::size_t size() const { return original_.size(); }
  template <class T>
  Bytes with(std::size_t at, const T& value) const {
    Bytes bytes = original_;
    overwrite(bytes, at, value);
    return bytes;
  }
  // Whatever is wrong with bytes from outside: they are invalid bytes, and no parameter that somebody passed.
  template <class T>
  void refuses(std::size_t at, std::initializer_list<T> values) {
    for (const T& value : values) expect(with(at, value), ErrorKind::invalid_binary, concat("at ", at));
  }
  template <class T>
  void takes(std::size_t at, std::initializer_list<T> values) {
    for (const T& value : values) expect(with(at, value), {}, concat("at ", at));
  }
  void refuses(const Bytes& bytes, void (*read)(ConstBytes) = validate_aggregate_state) {
    expect(bytes, ErrorKind::invalid_binary, "other bytes", read);
  }

  // What was not as it should be.
  const std::string& faults() const { return faults_; }

 private:
  void expect(const Bytes& bytes, std::optional<ErrorKind> expected, std::string_view what,
              void (*read)(ConstBytes) = validate_aggregate_state) {
    ++number_;
    std::optional<ErrorKind> kind;
    try {
      read(bytes);
    } catch (const Error& error) {
      kind = error.kind();
    }
    if (kind != expected) append(faults_, concat(what, ", number ", number_, kind ? " was refused; " : " was taken; "));
  }

  Bytes original_;
  int number_ = 0;
  std::string faults_;
};

// A list's counts may say no more than there is room for.
inline void forge_counts(Forgery& state) {
  state.refuses<std::uint32_t>(4, {100, 0xffffffff});
  state.refuses<std::uint32_t>(8, {100, 0xffffffff});
}

// What a fuzzer adds to states.
struct AnyValues {
  Day day;
  double value;
  Money amount;
  Millionths number() const { return Millionths::from_units(amount.units()); }
};

// A state has, or says otherwise:
//   golden                   the file of test/golden, without ".hex"
//   parameters(), write(Aggregate<State>&)   how the state in it comes about
//   size()                   how many of its bytes are written; behind them is spare room, which is zero
//   least()                  how many of them are needed, where that is another number
//   read(const Result&)      what it answers
//   forge(Forgery&)          which values in which places no aggregate writes; of the bytes needed
//   rows(const AnyValues&)   what the fuzzer adds to bytes that were let in
//   promises(const Result&)  what holds for whatever answer
//   More                     further examples of the class; these have neither of the last two
template <class StateClass>
struct ExampleOf {
  using State = StateClass;
  using Result = typename State::Result;
  using More = TypeList<>;
  static typename State::Parameters parameters() { return {}; }
  static void promises(const auto&) {}
};

// Specialised for each class of AggregateStates and, with golden, Value and text, of StoredTypes.
template <class State>
struct Example;

template <class Example>
std::size_t least_size() {
  if constexpr (requires { Example::least(); })
    return Example::least();
  else
    return Example::size();
}

}  // namespace c360::testing
