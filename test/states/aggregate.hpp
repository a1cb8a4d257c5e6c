// A flat aggregate as a host runs it: row by row, in parts, through stored bytes. States stand at odd addresses.
// Must not know: any particular aggregate, GoogleTest, libFuzzer.
#pragma once

#include "core/aggregate_state.hpp"
#include "states/values.hpp"

namespace c360::testing {

template <class State>
class Aggregate {
 public:
  using Parameters = typename State::Parameters;
  using Row = typename State::Row;

  explicit Aggregate(const Parameters& parameters) : parameters_(parameters) {
    StateBuffer buffer(memory_);
    State::create(buffer, parameters);
    own_ = OddCopy(buffer.bytes());
  }

  Aggregate(const Aggregate&) = delete;
  Aggregate& operator=(const Aggregate&) = delete;

  void add(const Row& row) { add(parameters_, &row); }
  void add(const Parameters& parameters, const Row* row) {
    change([&](State& state) {
      state.check(parameters);
      if (row) state.add(*row);
    });
  }
  void merge(const Aggregate& other) { merge(other.bytes()); }
  void merge(const Bytes& other) {
    change([&](State& state) { state.merge(OddCopy(other).bytes()); });
  }

  Bytes bytes() const { return copy_of(own_.bytes()); }
  auto result() const { return State::result(own_.bytes(), result_memory()); }

  // Its bytes would be let in from outside.
  void expect_valid() const { validate_aggregate_state(own_.bytes()); }

 private:
  // The host looks at the state anew for every row, and moves a grown one.
  template <class Action>
  void change(Action action) {
    StateBuffer buffer(memory_, own_.data(), own_.size());
    State state(buffer);
    action(state);
    if (buffer.data() != own_.data()) own_ = OddCopy(buffer.bytes());
  }

  ContextMemory memory_;
  OddCopy own_;
  Parameters parameters_;
};

}  // namespace c360::testing
