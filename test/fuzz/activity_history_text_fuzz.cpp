// Text → history → text → history: the second is the first, and both are valid.
// Longest input: 200
#include "core/activity/history_text.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::activity;
using namespace c360::fuzzing;

static ConstBytes read(std::string_view text, StateBuffer& buffer) {
  from_text(text, buffer);
  const ConstBytes value = HistoryView(buffer.bytes()).value_bytes();
  HistoryView::validate(value);
  return value;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  BoundedMemory memory;
  StateBuffer buffer(memory);
  ConstBytes value;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { value = read(input.text(), buffer); }))
    return 0;

  const std::string text = to_text(HistoryView(value));
  BoundedMemory second_memory;
  StateBuffer second_block(second_memory);
  const ConstBytes second = read(text, second_block);
  REQUIRE(std::ranges::equal(value, second));
  REQUIRE(to_text(HistoryView(second)) == text);
  return 0;
}
