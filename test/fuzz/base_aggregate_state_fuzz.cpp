// Aggregate states that are let in from outside stand everything that an aggregate does with a state; rows and promises
// are those of test/states.
// Longest input: 1600
#include "fuzzing.hpp"
#include "states/all.hpp"

using namespace c360;
using namespace c360::fuzzing;
using c360::testing::AnyValues;
using c360::testing::Example;

namespace {

// A step may fail, for example because two rows belong to different cohorts; the state stays usable.
template <class Action>
void step(Action action) {
  succeeds({ErrorKind::invalid_parameter, ErrorKind::out_of_range}, action);
}

// Listed: the class in the list of states; State: the one that goes on with the bytes.
template <class Listed, class State>
void use(ConstBytes bytes, const std::vector<typename State::Row>& rows) {
  OddCopy own(bytes);
  const OddCopy other(bytes);
  BoundedMemory memory(1 << 18);
  StateBuffer buffer(memory, own.data(), own.size());
  const auto result = [&] { step([&] { Example<Listed>::promises(State::result(buffer.bytes(), memory)); }); };
  const auto merge = [&](ConstBytes part) { step([&] { State(buffer).merge(part); }); };

  step([&] { State(buffer).check(typename State::Parameters{}); });
  result();
  // Into an empty state of its own kind, which knows other parameters.
  StateBuffer empty(memory);
  step([&] { State::create(empty, {}); });
  if (empty.size() != 0) step([&] { State(empty).merge(other.bytes()); });

  merge(other.bytes());
  result();
  for (const auto& row : rows) step([&] { State(buffer).add(row); });
  result();
  merge(buffer.bytes());
  merge(other.bytes());
  result();
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const Day day = input.take_day();
  const auto value = static_cast<double>(input.take<std::int32_t>());
  const AnyValues any{day, value, Money::from_units(static_cast<Money::Units>(value))};
  const OddCopy state(input.bytes());
  const ConstBytes bytes = state.bytes();
  if (!succeeds({ErrorKind::invalid_binary}, [&] { validate_aggregate_state(bytes); })) return 0;

  const auto type = load<StateHeader>(bytes.data()).type;
  int used = 0;
  AggregateStates::for_each([&]<class Listed>() {
    if (type != Listed::type) return;
    ++used;
    const auto use_rows = [&]<class State>(ConstBytes let_in, const std::vector<typename State::Row>& rows) {
      use<Listed, State>(let_in, rows);
    };
    if constexpr (requires { Example<Listed>::use_with_rows(bytes, any, use_rows); })
      Example<Listed>::use_with_rows(bytes, any, use_rows);
    else
      use_rows.template operator()<Listed>(bytes, Example<Listed>::rows(any));
  });
  REQUIRE(used == 1);  // what is let in is a state, and no type of its own
  return 0;
}
