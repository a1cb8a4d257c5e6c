// Foreign bytes to the class that their header names.
// Must not know: what the states are for.
#include "core/aggregate_state.hpp"

#include "core/states.hpp"

namespace c360 {

void validate_aggregate_state(ConstBytes bytes) {
  if (bytes.size() < sizeof(StateHeader)) corrupt("aggregate_state", concat("It has only ", bytes.size(), " bytes."));
  const auto header = load<StateHeader>(bytes.data());
  bool known = false;
  try {
    AggregateStates::for_each([&]<class State>() {
      if (header.type != State::type) return;
      State::validate(bytes);
      known = true;
    });
  } catch (const Error& error) {
    // The limits of parameters hold inside of a state, too, but nobody passed these.
    if (error.kind() != ErrorKind::invalid_parameter) throw;
    corrupt("aggregate_state", error.detail());
  }
  if (!known) corrupt("aggregate_state", "Its header names no known kind of state.");
}

}  // namespace c360
