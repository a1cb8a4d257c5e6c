// Reading and writing of limits.
// Must not know: which identifiers there are.
#include "core/identity/limits.hpp"

#include <algorithm>
#include <map>

#include "core/base/document.hpp"
#include "core/base/error.hpp"
#include "core/identity/identifier.hpp"

namespace c360::identity {

namespace {

using document::Node, document::Object, document::Path, document::Faults;

constexpr std::string_view same = "same", different = "different";
constexpr std::string_view words[] = {same, different};
constexpr Node limit{.kind = Node::Kind::whole, .least = document::one, .most = Limits::most * document::one};
constexpr Node by_kind{.kind = Node::Kind::members, .item = &limit};
constexpr Node word{.kind = Node::Kind::word, .words = words};
constexpr document::Property properties[] = {
    {"most_per_entity", by_kind, document::Need::optional, "Identifiers of a kind in one entity, by kind."},
    {"most_links", by_kind, document::Need::optional, "Others that one of a kind is seen with, by kind."},
    {"plus_addresses", word, document::Need::optional, "Whether ann+shop@acme.com is ann@acme.com."},
};
constexpr Node grammar{.kind = Node::Kind::object, .properties = properties};

std::optional<std::uint32_t> read_limit(const Json& value, const Path& path, Faults& faults) {
  const auto number = document::read_number(value, path, faults);
  if (!number) return {};
  if (!limit.holds(*number) || *number % document::one != 0) {
    faults.tell("number_out_of_range", path, concat("The limit is ", excerpt(value.text), "."),
                concat("Use a whole number from 1 to ", Limits::most, "; leave the kind out where there is no limit."));
    return {};
  }
  return static_cast<std::uint32_t>(*number / document::one);
}

using ByKind = std::map<std::string, KindLimits>;

void read_kinds(Object& object, std::string_view name, std::uint32_t KindLimits::*limit_of, ByKind& kinds,
                Faults& faults) {
  const Json* value = object.value(name);
  if (value == nullptr) return;
  const Path at = object.at(name);
  if (value->kind != Json::Kind::object) {
    document::wrong_kind(*value, at, "an object such as {\"email\": 20}", faults);
    return;
  }
  document::each_member(*value, at, faults, [&](const std::string& given, const Json& number, const Path& here) {
    std::string kind(trimmed(given));
    std::ranges::transform(kind, kind.begin(), lower);
    if (!is_kind(kind)) {
      faults.tell("not_a_kind", here, "This is no kind of identifiers.",
                  concat("A kind has 1 to ", KindName::longest, " bytes, and no colon."));
      return;
    }
    const auto read = read_limit(number, here, faults);
    if (!read) return;
    std::uint32_t& kept = kinds[kind].*limit_of;
    if (kept != 0)
      faults.tell("duplicate_property", here, "The kind occurs twice, in another case. Remove one of them.");
    kept = *read;
  });
}

}  // namespace

Limits parse_limits(std::string_view json) {
  Faults faults;
  Limits limits;
  ByKind kinds;
  if (const auto parsed = document::parse(json, faults)) {
    const Path path;
    Object object(*parsed, path, grammar, faults);
    if (object) {
      read_kinds(object, "most_per_entity", &KindLimits::most_per_entity, kinds, faults);
      read_kinds(object, "most_links", &KindLimits::most_links, kinds, faults);
      if (object.given("plus_addresses")) {
        const std::string given = object.text("plus_addresses");
        if (given == same)
          limits.plus_addresses_are_same = true;
        else if (given != different && object.value("plus_addresses")->kind == Json::Kind::string)
          faults.tell("unknown_word", object.at("plus_addresses"),
                      concat("The word \"", excerpt(given), "\" is unknown."), "Use \"same\" or \"different\".");
      }
    }
  }
  if (kinds.size() > Limits::most_kinds)
    faults.tell("too_many_kinds", {}, concat("Limits are given for ", kinds.size(), " kinds."),
                concat("Limit at most ", Limits::most_kinds, " of them."));
  document::refuse(faults, "invalid limits of identities",
                   R"(Write, for example, {"most_per_entity": {"user_id": 1}, "most_links": {"email": 20}}.)");
  for (const auto& [kind, of_kind] : kinds) limits.kinds[limits.count++] = {KindName(kind), of_kind};
  return limits;
}

namespace {

void append_text(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= ' ')
      out += c;
    else
      append(out, concat("\\u00", digits[c >> 4], digits[c & 15]));
  }
  out += '"';
}

void append_kinds(std::string& out, const Limits& limits, std::string_view name, std::uint32_t KindLimits::*limit_of) {
  bool is_first = true;
  for (std::uint32_t i = 0; i < limits.count; ++i) {
    const std::uint32_t number = limits.kinds[i].limits.*limit_of;
    if (number == 0) continue;
    append(out, is_first ? concat(out.size() > 1 ? ", " : "", '"', name, "\": {") : ", ");
    is_first = false;
    append_text(out, limits.kinds[i].kind.view());
    append(out, concat(": ", number));
  }
  if (!is_first) out += '}';
}

}  // namespace

std::string to_json(const Limits& limits) {
  std::string out = "{";
  append_kinds(out, limits, "most_per_entity", &KindLimits::most_per_entity);
  append_kinds(out, limits, "most_links", &KindLimits::most_links);
  if (limits.plus_addresses_are_same) append(out, concat(out.size() > 1 ? ", " : "", R"("plus_addresses": "same")"));
  return out.size() == 1 ? std::string() : out + '}';
}

}  // namespace c360::identity
