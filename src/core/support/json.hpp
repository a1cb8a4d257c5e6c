// A JSON document as a tree, numbers kept as they are written.
// Must not know: what a document means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace c360 {

struct Json {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;                                // of a string, or of a number as written
  std::vector<Json> items;                         // of an array
  std::vector<std::pair<std::string, Json>> members;  // of an object, in order

  const Json* find(std::string_view key) const {
    for (const auto& [name, value] : members)
      if (name == key) return &value;
    return nullptr;
  }
};

// "an object", "a number" …: for messages.
std::string_view kind_name(Json::Kind kind);

// UTF-8. Throws invalid_text with the position; nesting deeper than 64 is refused.
Json parse_json(std::string_view text);

}  // namespace c360
