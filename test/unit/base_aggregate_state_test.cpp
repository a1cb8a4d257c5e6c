// Aggregate states that come from outside: what is let in, and what is not. By the examples of test/states.
#include "core/aggregate_state.hpp"

#include <fstream>

#include "testing.hpp"
#include "states/all.hpp"

namespace c360 {
namespace {

using namespace testing;

std::optional<ErrorKind> error_of_bytes(const Bytes& bytes) {
  return error_of([&] { validate_aggregate_state(bytes); });
}

template <class Example>
Bytes written() {
  Aggregate<typename Example::State> aggregate(Example::parameters());
  Example::write(aggregate);
  return aggregate.bytes();
}
template <class Example>
Bytes needed() {
  Bytes bytes = written<Example>();
  bytes.resize(least_size<Example>());
  return bytes;
}

// action.operator()<Example>() for each, under its name.
template <class Action>
void for_each_example(Action action) {
  StateExamples::for_each([&]<class Example>() {
    SCOPED_TRACE(Example::golden);
    action.template operator()<Example>();
  });
}

TEST(AggregateState, EveryKindIsReadAsItWasWritten) {
  for_each_example([]<class Example>() { EXPECT_EQ(error_of_bytes(written<Example>()), std::nullopt); });
}

TEST(AggregateState, SpareRoomIsNotNeeded) {
  for_each_example([]<class Example>() { EXPECT_EQ(error_of_bytes(needed<Example>()), std::nullopt); });
}

TEST(AggregateState, EveryShorterPieceIsInvalid) {
  for_each_example([]<class Example>() {
    Bytes bytes = needed<Example>();
    while (!bytes.empty()) {
      bytes.pop_back();
      ASSERT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << bytes.size() << " bytes";
    }
  });
}

TEST(AggregateState, AForeignHeaderIsInvalid) {
  for_each_example([]<class Example>() {
    for (std::size_t at = 0; at < sizeof(StateHeader); ++at) {
      Bytes bytes = written<Example>();
      bytes[at] ^= std::byte{0x40};
      EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << "byte " << at;
    }
  });
}

TEST(AggregateState, ImpossibleValuesAreInvalid) {
  for_each_example([]<class Example>() {
    Forgery forgery(needed<Example>());
    Example::forge(forgery);
    EXPECT_EQ(forgery.faults(), "");
  });
}

TEST(AggregateState, AStoredTypeIsATypeOfItsOwn) {
  StoredTypes::for_each([]<class View>() {
    const typename Example<View>::Value value(Example<View>::text);
    EXPECT_EQ(error_of_bytes(copy_of(value.bytes())), ErrorKind::invalid_binary) << View::name;
  });
}

TEST(AggregateState, AnUnknownKindIsInvalid) {
  for (int type = 0; type < 256; ++type) {
    const StateHeader header{.type = static_cast<StateType>(type)};
    EXPECT_EQ(error_of_bytes(bytes_of(header)), ErrorKind::invalid_binary) << type;
  }
}

TEST(AggregateState, AStateOfAnotherKindIsNotMerged) {
  for_each_example([]<class Mine>() {
    for_each_example([]<class Other>() {
      if (Mine::State::type == Other::State::type) return;
      Aggregate<typename Mine::State> aggregate(Mine::parameters());
      EXPECT_EQ(error_of([&] { aggregate.merge(written<Other>()); }), ErrorKind::invalid_binary);
    });
  });
}

// The table of docs/internals.md: a row for each number, `| 16 | max_burst state | 1 | …`.
TEST(AggregateState, TheTableOfFormatsHasEachOfThem) {
  std::ifstream page(SOURCE_DIRECTORY "/docs/internals.md");
  ASSERT_TRUE(page);
  std::vector<std::string> rows, expected;
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("| ") && line[2] >= '1' && line[2] <= '9' && line.find(" | 1 | ") != std::string::npos)
      rows.push_back(line.substr(0, line.find(" | 1 | ")));
  const auto expect = [&]<class Each>() {
    expected.push_back(concat("| ", static_cast<int>(Each::type), " | ", Each::name));
  };
  StoredTypes::for_each(expect);
  AggregateStates::for_each(expect);
  std::ranges::sort(rows);
  std::ranges::sort(expected);
  EXPECT_EQ(rows, expected);
}

}  // namespace
}  // namespace c360
