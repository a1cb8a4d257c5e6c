// Stored bytes, for ever: every type and version is written and read as in test/golden, by the examples of test/states.
#include <filesystem>
#include <fstream>

#include "testing.hpp"
#include "states/all.hpp"

namespace c360 {
namespace {

using namespace testing;

std::string hexadecimal(ConstBytes bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto value = std::to_integer<unsigned>(bytes[i]);
    text += digits[value >> 4];
    text += digits[value & 15];
    if (i % 32 == 31 || i + 1 == bytes.size()) text += '\n';
  }
  return text;
}

Bytes golden(std::string_view name) {
  std::ifstream file(concat(SOURCE_DIRECTORY "/test/golden/", name, ".hex"));
  Bytes bytes;
  for (std::string line; std::getline(file, line);)
    if (!line.starts_with('#'))
      for (std::size_t i = 0; i + 1 < line.size(); i += 2)
        bytes.push_back(static_cast<std::byte>(std::stoi(line.substr(i, 2), nullptr, 16)));
  return bytes;
}

template <class Example>
void write_state() {
  Aggregate<typename Example::State> aggregate(Example::parameters());
  Example::write(aggregate);
  Bytes written = aggregate.bytes();
  for (std::size_t i = Example::size(); i < written.size(); ++i) EXPECT_EQ(written[i], std::byte{0});
  written.resize(Example::size());
  EXPECT_EQ(hexadecimal(written), hexadecimal(golden(Example::golden)));
}

// An aggregate goes on with the file's bytes, and an empty part changes nothing in them.
template <class Example>
void read_state() {
  using State = typename Example::State;
  const Bytes bytes = golden(Example::golden);
  validate_aggregate_state(bytes);
  const auto parameters = Example::parameters();
  Bytes own = bytes;
  ContextMemory memory;
  StateBuffer buffer(memory, own.data(), own.size());
  State state(buffer);
  state.check(parameters);
  state.merge(Aggregate<State>(parameters).bytes());
  EXPECT_EQ(hexadecimal(buffer.bytes()), hexadecimal(bytes));
  Example::read(State::result(buffer.bytes(), result_memory()));
}

TEST(Golden, EveryStateIsWrittenAndRead) {
  StateExamples::for_each([]<class Example>() {
    SCOPED_TRACE(Example::golden);
    write_state<Example>();
    read_state<Example>();
  });
}

TEST(Golden, EveryStoredTypeIsWrittenAndRead) {
  StoredTypes::for_each([]<class View>() {
    using Example = testing::Example<View>;
    SCOPED_TRACE(Example::golden);
    const Bytes bytes = golden(Example::golden);
    EXPECT_EQ(hexadecimal(typename Example::Value(Example::text).bytes()), hexadecimal(bytes));
    View::validate(bytes);
    EXPECT_EQ(to_text(View(bytes)), Example::text);
  });
}

// Also those of versions that nobody writes any more.
TEST(Golden, EveryFileIsReadByATest) {
  std::vector<std::string> files, read;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIRECTORY "/test/golden"))
    if (entry.path().extension() == ".hex") files.push_back(entry.path().stem().string());
  StateExamples::for_each([&]<class Example>() { read.emplace_back(Example::golden); });
  StoredTypes::for_each([&]<class View>() { read.emplace_back(testing::Example<View>::golden); });
  std::ranges::sort(files);
  std::ranges::sort(read);
  EXPECT_EQ(files, read);
}

}  // namespace
}  // namespace c360
