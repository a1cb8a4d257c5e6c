// JSON Schema: printed from a grammar, and a checker of as much of it as is printed.
// Must not know: any one document.
#pragma once

#include <regex.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"
#include "core/base/grammar.hpp"
#include "core/base/json.hpp"

namespace c360::testing {

// ---- trees, and how they are written

inline Json json_text(std::string_view text) {
  Json json;
  json.kind = Json::Kind::string;
  json.text = text;
  return json;
}
inline Json json_number(std::string text) {
  Json json;
  json.kind = Json::Kind::number;
  json.text = std::move(text);
  return json;
}
inline Json json_boolean(bool value) {
  Json json;
  json.kind = Json::Kind::boolean;
  json.boolean = value;
  return json;
}
inline Json json_list(std::vector<Json> items) {
  Json json;
  json.kind = Json::Kind::array;
  json.items = std::move(items);
  return json;
}
inline Json json_object(std::vector<Json::Member> members = {}) {
  Json json;
  json.kind = Json::Kind::object;
  json.members = std::move(members);
  return json;
}
inline Json json_words(std::initializer_list<std::string_view> words) {
  std::vector<Json> items;
  for (const std::string_view word : words) items.push_back(json_text(word));
  return json_list(std::move(items));
}

inline std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) append(out, concat(c == '"' || c == '\\' ? "\\" : "", c));
  return out + "\"";
}

// On one line where it fits there.
inline std::string written(const Json& json, std::size_t indent = 0, std::size_t before = 0) {
  switch (json.kind) {
    case Json::Kind::null:
      return "null";
    case Json::Kind::boolean:
      return json.boolean ? "true" : "false";
    case Json::Kind::number:
      return json.text;
    case Json::Kind::string:
      return in_quotes(json.text);
    default:
      break;
  }
  const bool is_array = json.kind == Json::Kind::array;
  const auto pieces = [&](std::size_t inner, bool broken) {
    std::vector<std::string> list;
    for (const Json& item : json.items) list.push_back(written(item, inner, broken ? inner : 10'000));
    for (const Json::Member& member : json.members)
      list.push_back(concat(in_quotes(member.name), ": ",
                            written(member.value, inner, broken ? inner + member.name.size() + 4 : 10'000)));
    return list;
  };
  const auto joined = [&](const std::vector<std::string>& list, std::string_view first, std::string_view between,
                          std::string_view last) {
    std::string out(is_array ? "[" : "{");
    for (const std::string& piece : list) append(out, concat(&piece == list.data() ? first : between, piece));
    return concat(out, list.empty() ? "" : last, is_array ? "]" : "}");
  };
  // Behind column 10000 nothing is broken: the parent is on one line.
  const std::string line = joined(pieces(indent, false), "", ", ", "");
  if (before >= 10'000 || before + line.size() <= 118) return line;
  const std::string inner = "\n" + std::string(indent + 2, ' ');
  return joined(pieces(indent + 2, true), inner, "," + inner, "\n" + std::string(indent, ' '));
}

// ---- from a grammar

class SchemaPrinter {
 public:
  // With the definitions that it refers to.
  Json print(const document::Node& root, std::string_view title) {
    Json schema = json_object(
        {{"$schema", json_text("https://json-schema.org/draft/2020-12/schema")}, {"title", json_text(title)}});
    for (Json::Member& member : body(root).members) schema.members.push_back(std::move(member));
    schema.members.push_back({"$defs", std::move(definitions_)});
    return schema;
  }

 private:
  using Node = document::Node;

  Json reference(const Node& node) {
    if (node.name.empty()) return body(node);
    if (!definitions_.find(node.name)) {
      // Its place first: definitions stand in the order in which they are met.
      definitions_.members.push_back({std::string(node.name), {}});
      Json definition = body(node);
      for (Json::Member& member : definitions_.members)
        if (member.name == node.name) member.value = std::move(definition);
    }
    return json_object({{"$ref", json_text(concat("#/$defs/", node.name))}});
  }

  static void put(Json& schema, std::string_view name, Json value) {
    schema.members.push_back({std::string(name), std::move(value)});
  }
  static void put_count(Json& schema, std::string_view name, std::size_t count, std::size_t unless) {
    if (count != unless) put(schema, name, json_number(std::to_string(count)));
  }
  static void put_bounds(Json& schema, const Node& node) {
    const auto text = [](std::int64_t number) { return json_number(plain_text(Millionths::from_units(number))); };
    put(schema, node.above_least ? "exclusiveMinimum" : "minimum", text(node.least));
    put(schema, "maximum", text(node.most));
  }

  Json body(const Node& node) {
    Json schema = json_object();
    if (!node.description.empty()) put(schema, "description", json_text(node.description));
    switch (node.kind) {
      case Node::Kind::text:
        put(schema, "type", json_text("string"));
        put_count(schema, "minLength", node.fewest, 0);
        if (!node.pattern.empty()) put(schema, "pattern", json_text(node.pattern));
        break;
      case Node::Kind::boolean:
        put(schema, "type", json_text("boolean"));
        break;
      case Node::Kind::decimal:
        put(schema, "type", json_text("number"));
        break;
      case Node::Kind::number:
      case Node::Kind::whole:
        put(schema, "type", json_text(node.kind == Node::Kind::number ? "number" : "integer"));
        put_bounds(schema, node);
        break;
      case Node::Kind::word: {
        std::vector<Json> words;
        for (const std::string_view word : node.words) words.push_back(json_text(word));
        put(schema, "enum", json_list(std::move(words)));
        break;
      }
      case Node::Kind::plain:
        put(schema, "type", json_words({"string", "number", "boolean"}));
        put_bounds(schema, node);
        break;
      case Node::Kind::list:
        put(schema, "type", json_text("array"));
        put_count(schema, "minItems", node.fewest, 0);
        put_count(schema, "maxItems", node.at_most, static_cast<std::size_t>(-1));
        put(schema, "items", reference(*node.item));
        break;
      case Node::Kind::members:
        put(schema, "type", json_text("object"));
        put_count(schema, "minProperties", node.fewest, 0);
        put(schema, "additionalProperties", reference(*node.item));
        break;
      case Node::Kind::object:
        put(schema, "type", json_text("object"));
        put_properties(schema, node);
        break;
      case Node::Kind::either: {
        std::vector<Json> choices;
        for (const Node* choice : node.choices) choices.push_back(reference(*choice));
        put(schema, "anyOf", json_list(std::move(choices)));
        break;
      }
    }
    return schema;
  }

  // null is no value, unless it is never one.
  Json property(const document::Property& property) {
    Json schema = reference(property.node);
    if (property.need == document::Need::optional) {
      Json* type = nullptr;
      Json* words = nullptr;
      for (Json::Member& member : schema.members) {
        if (member.name == "type" && member.value.kind == Json::Kind::string) type = &member.value;
        if (member.name == "enum") words = &member.value;
      }
      if (type != nullptr)
        *type = json_words({type->text, "null"});
      else if (words != nullptr)
        words->items.push_back({});
      else
        schema = json_object({{"anyOf", json_list({schema, json_object({{"type", json_text("null")}})})}});
    }
    if (!property.description.empty() && !schema.find("description"))
      schema.members.insert(schema.members.begin(), {"description", json_text(property.description)});
    return schema;
  }
  static Json needed(std::span<const document::Property> properties) {
    std::vector<Json> names;
    for (const document::Property& property : properties)
      if (property.need == document::Need::needed) names.push_back(json_text(property.name));
    return json_list(std::move(names));
  }

  void put_properties(Json& schema, const Node& node) {
    Json required = needed(node.properties);
    if (!required.items.empty()) put(schema, "required", std::move(required));
    put(schema, "additionalProperties", json_boolean(false));
    Json properties = json_object();
    for (const document::Property& each : node.properties) put(properties, each.name, property(each));
    for (const document::Variant& variant : node.variants)
      for (const document::Property& each : variant.properties)
        if (!properties.find(each.name)) put(properties, each.name, json_boolean(true));
    put(schema, "properties", properties);
    std::vector<Json> rules;
    for (const document::Variant& variant : node.variants) {
      Json own = json_object();
      for (const document::Property& each : variant.properties) put(own, each.name, property(each));
      for (std::size_t i = node.properties.size(); i < properties.members.size(); ++i)
        if (!own.find(properties.members[i].name)) put(own, properties.members[i].name, json_boolean(false));
      const Json type = json_object({{"type", json_object({{"const", json_text(variant.type)}})}});
      Json then = json_object();
      Json required_of_type = needed(variant.properties);
      if (!required_of_type.items.empty()) put(then, "required", std::move(required_of_type));
      put(then, "properties", std::move(own));
      rules.push_back(json_object({{"if", json_object({{"properties", type}})}, {"then", std::move(then)}}));
    }
    for (const document::Bond& bond : node.bonds) rules.push_back(rule(bond));
    if (!rules.empty()) put(schema, "allOf", json_list(std::move(rules)));
  }

  using Names = std::span<const std::string_view>;
  static void put_absent(Json& properties, Names names) {
    for (const std::string_view name : names) put(properties, name, json_object({{"type", json_text("null")}}));
  }
  static void put_given(Json& properties, std::vector<Json>& required, std::string_view name) {
    const Json null_type = json_object({{"type", json_text("null")}});
    put(properties, name, json_object({{"not", null_type}}));
    required.push_back(json_text(name));
  }
  // One of the names is given, and none of the others.
  static std::vector<Json> alone(Names names, Names others) {
    std::vector<Json> choices;
    for (const std::string_view name : names) {
      Json properties = json_object();
      std::vector<Json> required;
      put_given(properties, required, name);
      put_absent(properties, others);
      choices.push_back(
          json_object({{"required", json_list(std::move(required))}, {"properties", std::move(properties)}}));
    }
    return choices;
  }
  static Json rule(const document::Bond& bond) {
    std::vector<Json> choices;
    if (bond.kind == document::Bond::Kind::one_of) {
      choices = alone(bond.first, bond.second);
      for (Json& choice : alone(bond.second, bond.first)) choices.push_back(std::move(choice));
    } else {
      Json given = json_object(), absent = json_object();
      std::vector<Json> required;
      for (const Names names : {bond.first, bond.second}) {
        put_given(given, required, names.front());
        put_absent(absent, names);
      }
      choices.push_back(json_object({{"required", json_list(std::move(required))}, {"properties", std::move(given)}}));
      choices.push_back(json_object({{"properties", std::move(absent)}}));
    }
    return json_object({{"anyOf", json_list(std::move(choices))}});
  }

  Json definitions_ = json_object();
};

// ---- the checker

class Schema {
 public:
  explicit Schema(Json schema) : root_(std::move(schema)) {}
  bool accepts(const Json& value) const { return accepts(root_, value); }

 private:
  static bool is_of_type(const Json& value, std::string_view type) {
    switch (value.kind) {
      case Json::Kind::null:
        return type == "null";
      case Json::Kind::boolean:
        return type == "boolean";
      case Json::Kind::number:
        return type == "number" || (type == "integer" && std::strtold(value.text.c_str(), nullptr) ==
                                                             std::floor(std::strtold(value.text.c_str(), nullptr)));
      case Json::Kind::string:
        return type == "string";
      case Json::Kind::array:
        return type == "array";
      case Json::Kind::object:
        break;
    }
    return type == "object";
  }
  static bool equal(const Json& a, const Json& b) {
    return a.kind == b.kind && a.boolean == b.boolean && a.text == b.text && a.items.empty() && a.members.empty();
  }
  static bool matches(const std::string& text, const std::string& pattern) {
    regex_t regex;
    if (regcomp(&regex, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) throw std::invalid_argument(pattern);
    const bool found = regexec(&regex, text.c_str(), 0, nullptr, 0) == 0;
    regfree(&regex);
    return found;
  }
  static long double number(const Json& json) { return std::strtold(json.text.c_str(), nullptr); }
  static std::size_t count(const Json& json) { return std::strtoull(json.text.c_str(), nullptr, 10); }

  bool accepts(const Json& schema, const Json& value) const {
    if (schema.kind == Json::Kind::boolean) return schema.boolean;
    return std::ranges::all_of(schema.members, [&](const Json::Member& rule) { return holds(schema, rule, value); });
  }

  bool holds(const Json& schema, const Json::Member& rule, const Json& value) const {
    const std::string& name = rule.name;
    const Json& wanted = rule.value;
    const auto any = [&](const Json& each) { return accepts(each, value); };
    if (name == "$ref") return accepts(*root_.find("$defs")->find(wanted.text.substr(8)), value);
    if (name == "type")
      return wanted.kind == Json::Kind::string
                 ? is_of_type(value, wanted.text)
                 : std::ranges::any_of(wanted.items, [&](const Json& type) { return is_of_type(value, type.text); });
    if (name == "enum") return std::ranges::any_of(wanted.items, [&](const Json& word) { return equal(word, value); });
    if (name == "const") return equal(wanted, value);
    if (name == "anyOf") return std::ranges::any_of(wanted.items, any);
    if (name == "allOf") return std::ranges::all_of(wanted.items, any);
    if (name == "not") return !accepts(wanted, value);
    if (name == "if") return !accepts(wanted, value) || accepts(*schema.find("then"), value);
    if (value.kind == Json::Kind::number) {
      if (name == "minimum") return number(value) >= number(wanted);
      if (name == "exclusiveMinimum") return number(value) > number(wanted);
      if (name == "maximum") return number(value) <= number(wanted);
    }
    if (value.kind == Json::Kind::string) {
      if (name == "minLength") return value.text.size() >= count(wanted);
      if (name == "pattern") return matches(value.text, wanted.text);
    }
    if (value.kind == Json::Kind::array) {
      if (name == "minItems") return value.items.size() >= count(wanted);
      if (name == "maxItems") return value.items.size() <= count(wanted);
      if (name == "items")
        return std::ranges::all_of(value.items, [&](const Json& item) { return accepts(wanted, item); });
    }
    if (value.kind == Json::Kind::object) {
      if (name == "minProperties") return value.members.size() >= count(wanted);
      if (name == "required")
        return std::ranges::all_of(wanted.items, [&](const Json& each) { return value.find(each.text) != nullptr; });
      if (name == "properties")
        return std::ranges::all_of(wanted.members, [&](const Json::Member& each) {
          const Json* member = value.find(each.name);
          return !member || accepts(each.value, *member);
        });
      if (name == "additionalProperties") {
        const Json* known = schema.find("properties");
        return std::ranges::all_of(value.members, [&](const Json::Member& each) {
          return (known && known->find(each.name)) || accepts(wanted, each.value);
        });
      }
    }
    for (const std::string_view known : {"$schema", "$defs", "title", "description", "then", "minimum",
                                         "exclusiveMinimum", "maximum", "minLength", "pattern", "minItems", "maxItems",
                                         "items", "minProperties", "required", "properties", "additionalProperties"})
      if (name == known) return true;  // says nothing of a value of this kind
    throw std::invalid_argument("a keyword that the checker does not know: " + name);
  }

  Json root_;
};

}  // namespace c360::testing
