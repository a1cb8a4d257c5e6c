// Text → graph → text → graph: the second is the first, and both are valid. The same text is read for a domain.
// Longest input: 300
#include "core/identity/email_domain.hpp"
#include "core/identity/graph_text.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::identity;
using namespace c360::fuzzing;

namespace {

std::vector<std::byte> read(std::string_view text) {
  BoundedMemory memory(1 << 20);
  GraphTextReader reader(text, memory, {});
  finish(reader);
  reader.builder().flush();
  GraphWriter writer(reader.builder(), memory);
  finish(writer);
  const ConstBytes value = writer.buffer().bytes().first(writer.size());
  GraphView::validate(value);
  return {value.begin(), value.end()};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  const auto domain = email_domain(input.text());
  REQUIRE(!domain || email_domain(*domain) == domain);
  REQUIRE(is_free_email_domain(input.text()).has_value() == domain.has_value());

  std::vector<std::byte> value;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::program_limit}, [&] { value = read(input.text()); })) return 0;
  const std::string text = to_text(GraphView(value));
  REQUIRE(read(text) == value);
  return 0;
}
