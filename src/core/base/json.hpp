// A JSON document as a tree, numbers kept as they are written.
// Must not know: what a document means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace c360 {

struct Json {
  enum class Kind { null, boolean, number, string, array, object };
  struct Member;

  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;             // of a string, or of a number as written
  std::vector<Json> items;      // of an array
  std::vector<Member> members;  // of an object, in order

  const Json* find(std::string_view key) const;
};

struct Json::Member {
  std::string name;
  Json value;
};

inline const Json* Json::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.name == key) return &member.value;
  return nullptr;
}

// "an object", "a number" …: for messages.
std::string_view kind_name(Json::Kind kind);

// UTF-8. Throws invalid_text with the position, out_of_range for a number beyond 1.7e308; nesting deeper than 64 is
// refused.
Json parse_json(std::string_view text);

}  // namespace c360
