// All examples.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/activity.hpp"
#include "states/feedback.hpp"
#include "states/identity.hpp"
#include "states/journey.hpp"
#include "states/revenue.hpp"
#include "states/scorecard.hpp"
#include "states/stats.hpp"
#include "states/support.hpp"

namespace c360::testing {

template <class... Lists>
struct Joined;
template <class... A>
struct Joined<TypeList<A...>> {
  using List = TypeList<A...>;
};
template <class... A, class... B, class... Rest>
struct Joined<TypeList<A...>, TypeList<B...>, Rest...> : Joined<TypeList<A..., B...>, Rest...> {};

template <class List>
struct ExamplesOf;
template <class... States>
struct ExamplesOf<TypeList<States...>> : Joined<TypeList<Example<States>>..., typename Example<States>::More...> {};

using StateExamples = ExamplesOf<AggregateStates>::List;

}  // namespace c360::testing
