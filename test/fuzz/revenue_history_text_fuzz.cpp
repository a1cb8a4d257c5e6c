// Text → MRR history → text → MRR history: the second is the first, both are valid, and each period says what is paid.
// Longest input: 200
#include "core/revenue/history_text.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::revenue;
using namespace c360::fuzzing;

static ConstBytes read(std::string_view text, StateBuffer& buffer) {
  from_text(text, buffer);
  const ConstBytes value = MrrHistoryView(buffer.bytes()).value_bytes();
  MrrHistoryView::validate(value);
  return value;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  BoundedMemory memory;
  StateBuffer buffer(memory);
  ConstBytes value;
  // A total below zero is no error of the text, but of what it says.
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range, ErrorKind::invalid_parameter},
                [&] { value = read(input.text(), buffer); }))
    return 0;

  const MrrHistoryView history(value);
  const std::string text = to_text(history);
  BoundedMemory second_memory;
  StateBuffer second_block(second_memory);
  const ConstBytes second = read(text, second_block);
  REQUIRE(std::ranges::equal(value, second));
  REQUIRE(to_text(MrrHistoryView(second)) == text);
  REQUIRE(compare(history, MrrHistoryView(second)) == 0);

  // As many periods as steps above zero, each a range and an amount that reads as it is.
  std::size_t above_zero = 0;
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    above_zero += step.mrr > Money();
    REQUIRE(history.at(step.day) == step.mrr);
    REQUIRE(parse_exact<Money>(concat(step.mrr)) == step.mrr);
  }
  REQUIRE(static_cast<std::size_t>(std::ranges::count(text, '=')) == above_zero);
  return 0;
}
