// JSON: what is read, and written again, is read as the same tree.
// Longest input: 160
#include "core/base/json.hpp"

#include "fuzzing.hpp"

using namespace c360;
using namespace c360::fuzzing;

namespace {

void write_text(std::string& out, const std::string& text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    } else {
      out += "\\u00";
      out += digits[c >> 4];
      out += digits[c & 15];
    }
  }
  out += '"';
}

void write(std::string& out, const Json& json) {
  switch (json.kind) {
    case Json::Kind::null:
      out += "null";
      break;
    case Json::Kind::boolean:
      out += json.boolean ? "true" : "false";
      break;
    case Json::Kind::number:
      out += json.text;
      break;
    case Json::Kind::string:
      write_text(out, json.text);
      break;
    case Json::Kind::array:
      out += '[';
      for (const Json& item : json.items) {
        if (&item != &json.items.front()) out += ',';
        write(out, item);
      }
      out += ']';
      break;
    case Json::Kind::object:
      out += '{';
      for (const Json::Member& member : json.members) {
        if (&member != &json.members.front()) out += ',';
        write_text(out, member.name);
        out += ':';
        write(out, member.value);
      }
      out += '}';
      break;
  }
}

bool same(const Json& a, const Json& b) {
  if (a.kind != b.kind || a.boolean != b.boolean || a.text != b.text || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size())
    return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i])) return false;
  for (std::size_t i = 0; i < a.members.size(); ++i)
    if (a.members[i].name != b.members[i].name || !same(a.members[i].value, b.members[i].value)) return false;
  return true;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  Json json;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { json = parse_json(input.text()); })) return 0;
  std::string text;
  write(text, json);
  REQUIRE(same(parse_json(text), json));
  return 0;
}
