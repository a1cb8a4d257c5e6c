// A flat aggregate in one piece and in many: merging may not show.
// Must not know: any particular aggregate.
#pragma once

#include <vector>

#include "core/base/steps.hpp"
#include "states/aggregate.hpp"
#include "testing.hpp"

namespace c360::testing {

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

// A long end comes in steps, and twice the rows take hardly more than twice as many: no order of theirs is quadratic.
// row(i, n) → the State's row.
template <class State, class RowOf>
void expect_steps_grow_with_rows(const typename State::Parameters& parameters, RowOf row,
                                 std::size_t rows = 4 * items_a_step) {
  const auto steps_of = [&](std::size_t count) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    State::create(buffer, parameters);
    State state(buffer);
    for (std::size_t i = 0; i < count; ++i) state.add(row(i, count));
    typename State::Final work(buffer.bytes(), result_memory());
    std::size_t steps = 1;
    while (work.step()) ++steps;
    return steps;
  };
  const std::size_t once = steps_of(rows), twice = steps_of(2 * rows);
  EXPECT_GT(once, 8u);
  EXPECT_LT(static_cast<double>(twice), 2.5 * static_cast<double>(once));
}

}  // namespace c360::testing
