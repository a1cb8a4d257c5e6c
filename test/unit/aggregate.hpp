// A flat aggregate as a host runs it: row by row, in parts, through stored bytes. States stand at odd addresses.
// Must not know: any particular aggregate.
#pragma once

#include <vector>

#include "core/aggregate_state.hpp"
#include "testing.hpp"

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

// The rows in one pass, and the same rows in random parts, merged in random order. `same(whole, merged)` compares.
template <class State, class Same>
void expect_parts_merge_to_the_whole(const typename State::Parameters& parameters,
                                     const std::vector<typename State::Row>& rows, Chance& chance, Same same) {
  Aggregate<State> whole(parameters);
  for (const auto& row : rows) whole.add(row);

  std::vector<std::unique_ptr<Aggregate<State>>> parts;
  for (std::int64_t i = chance.number(1, 5); i > 0; --i)
    parts.push_back(std::make_unique<Aggregate<State>>(parameters));
  for (const auto& row : rows) chance.of(parts)->add(row);
  while (parts.size() > 1) {
    const auto target = static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(parts.size()) - 2));
    const Bytes source = parts.back()->bytes();
    parts[target]->merge(*parts.back());
    ASSERT_EQ(parts.back()->bytes(), source);  // merging reads only
    parts.pop_back();
  }
  whole.expect_valid();
  parts[0]->expect_valid();
  same(whole.result(), parts[0]->result());
}

}  // namespace c360::testing
