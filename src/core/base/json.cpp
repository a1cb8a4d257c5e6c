// Builds the tree from the events of a well-kept parser, which keeps the digits of numbers for us.
// Must not know: what a document means.
#include "core/base/json.hpp"

#include <nlohmann/json.hpp>

#include "core/base/error.hpp"

namespace c360 {

namespace {

constexpr std::size_t deepest = 64;

class TreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  bool null() { return put(Json::Kind::null); }
  bool boolean(bool value) {
    Json* at = place();
    at->kind = Json::Kind::boolean;
    at->boolean = value;
    return true;
  }
  bool number_integer(number_integer_t value) { return put(Json::Kind::number, concat(value)); }
  bool number_unsigned(number_unsigned_t value) { return put(Json::Kind::number, concat(value)); }
  // Also called for integers that do not fit 64 bits.
  bool number_float(number_float_t, const string_t& written) { return put(Json::Kind::number, written); }
  bool string(string_t& value) { return put(Json::Kind::string, std::move(value)); }
  bool binary(binary_t&) { return false; }  // not in text
  bool start_object(std::size_t) { return open(Json::Kind::object); }
  bool start_array(std::size_t) { return open(Json::Kind::array); }
  bool key(string_t& name) {
    open_.back()->members.push_back({std::move(name), {}});
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& exception) {
    if (exception.id == 406)
      throw Error(ErrorKind::out_of_range, "number in JSON out of range",
                  concat("The number before byte ", position, " is too large."), "Use numbers below 1.7e308.");
    throw Error(ErrorKind::invalid_text, "malformed JSON", concat("The text is not JSON at byte ", position, "."),
                "Write a JSON document such as {\"key\": 1}.");
  }

  Json root;

 private:
  Json* place() {
    if (open_.empty()) return &root;
    Json& parent = *open_.back();
    if (parent.kind == Json::Kind::object) return &parent.members.back().value;
    return &parent.items.emplace_back();
  }
  bool put(Json::Kind kind, std::string text = {}) {
    Json* at = place();
    at->kind = kind;
    at->text = std::move(text);
    return true;
  }
  bool open(Json::Kind kind) {
    if (open_.size() == deepest)
      throw Error(ErrorKind::invalid_text, "JSON nested too deeply",
                  concat("The document has more than ", deepest, " levels."),
                  "Leave out the inner levels: no document of this extension needs that many.");
    Json* at = place();
    at->kind = kind;
    // Stays valid while it is open: its parent gets no further member before it is closed.
    open_.push_back(at);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Json*> open_;
};

}  // namespace

std::string_view kind_name(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return "a boolean";
    case Json::Kind::number:
      return "a number";
    case Json::Kind::string:
      return "a string";
    case Json::Kind::array:
      return "an array";
    case Json::Kind::object:
      break;
  }
  return "an object";
}

Json parse_json(std::string_view text) {
  TreeBuilder builder;
  nlohmann::json::sax_parse(text, &builder);
  return std::move(builder.root);
}

}  // namespace c360
