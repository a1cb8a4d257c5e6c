// Reading by a grammar. The documents are hostile.
// Must not know: what a document means.
#include "core/base/document.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"

namespace c360 {

std::string Fault::sentence() const { return advice.empty() ? message : concat(message, " ", advice); }

namespace document {

// ---- paths and faults

std::string Path::text() const {
  std::vector<const Path*> steps;
  for (const Path* at = this; at->parent_ != nullptr; at = at->parent_) steps.push_back(at);
  std::string text = "$";
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const std::string_view name = (*step)->name_;
    const bool is_plain = !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (name.data() == nullptr)
      append(text, concat("[", (*step)->index_, "]"));
    else if (is_plain)
      append(text, concat(".", name));
    else
      append(text, concat("[\"", excerpt(name), "\"]"));
  }
  return text;
}

void Faults::tell(const char* code, const Path& path, std::string message, std::string advice) {
  ++count_;
  if (told_.size() < most_told)
    told_.push_back({Fault::Severity::error, code, path.text(), std::move(message), std::move(advice)});
}

std::vector<Fault> Faults::list() const {
  std::vector<Fault> list = told_;
  if (const std::size_t more = count_ - told_.size(); more != 0)
    list.push_back({Fault::Severity::error, "more_faults", "$",
                    concat(more, more == 1 ? " more fault is not told." : " more faults are not told."),
                    "Correct these first."});
  return list;
}

std::string Faults::lines() const {
  constexpr std::size_t room = 7'900;
  std::string lines;
  std::size_t told = 0;
  for (const Fault& fault : told_) {
    const std::string line = fault.path == "$" ? fault.message : concat("At ", fault.path, ": ", fault.message);
    if (told != 0 && lines.size() + line.size() > room) break;
    append(lines, concat(told == 0 ? "" : "\n", line));
    ++told;
  }
  if (const std::size_t more = count_ - told; more != 0)
    append(lines, concat("\nAnd ", more, more == 1 ? " more fault." : " more faults."));
  return lines;
}

void refuse(const Faults& faults, std::string_view message, std::string_view example) {
  if (faults.none()) return;
  const std::string& advice = faults.first().advice;
  throw Error(ErrorKind::invalid_parameter, std::string(message), faults.lines(),
              advice.empty() ? std::string(example) : advice);
}

// ---- names

namespace {

constexpr std::size_t longest_compared = 64, far = 4;

// Insertions, deletions and exchanges that make one word of the other; `far` for all that are not fewer.
std::size_t distance(std::string_view a, std::string_view b) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) >= far || b.size() > longest_compared) return far;
  std::array<std::size_t, longest_compared + 1> row;
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0], least = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchange = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchange});
      least = std::min(least, row[j]);
    }
    if (least >= far) return far;
  }
  return std::min(row[b.size()], far);
}

}  // namespace

std::string_view nearest_name(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t least = far;
  if (word.size() <= longest_compared)
    for (const std::string_view name : known.first(std::min(known.size(), most_names_compared)))
      if (const std::size_t d = distance(word, name); d < least && d < name.size()) best = name, least = d;
  return best;
}

// ---- values

std::optional<Json> parse(std::string_view json, Faults& faults) {
  try {
    return parse_json(json);
  } catch (const Error& error) {
    faults.tell("unreadable", {}, error.detail(), error.hint());
    return {};
  }
}

void wrong_kind(const Json& value, const Path& path, std::string_view wanted, Faults& faults) {
  faults.tell("wrong_type", path, concat("This is ", kind_name(value.kind), "; it must be ", wanted, "."));
}

std::optional<std::int64_t> read_number(const Json& value, const Path& path, Faults& faults) {
  if (value.kind != Json::Kind::number) {
    wrong_kind(value, path, "a number", faults);
    return {};
  }
  if (value.text.size() > 40 || value.text.find_first_of("eE") != std::string::npos) {
    faults.tell("number_out_of_range", path,
                concat("The number ", excerpt(value.text),
                       " is not a plain decimal. Write it without an exponent, with at most six decimals."));
    return {};
  }
  // Of at most 40 digits: whether its value is one of ours does not depend on zeros in the end.
  std::string_view plain = value.text;
  const std::size_t point = plain.find('.');
  while (point != std::string_view::npos && plain.size() > point + 7 && plain.back() == '0') plain.remove_suffix(1);
  std::optional<Millionths> units;
  if (point == std::string_view::npos || plain.size() <= point + 7) {
    try {
      units = parse_exact<Millionths>(plain);
    } catch (const Error&) {
      // too large for any amount: told below
    }
  }
  if (!units || units->units() > largest_number || units->units() < -largest_number) {
    faults.tell("number_out_of_range", path,
                concat("The number ", excerpt(value.text),
                       " cannot be kept exactly. Use at most six decimals, and sizes up to 1000000000000."));
    return {};
  }
  return static_cast<std::int64_t>(units->units());
}

void check_plain(const Json& value, const Path& path, Faults& faults) {
  if (value.kind == Json::Kind::number)
    read_number(value, path, faults);
  else if (value.kind != Json::Kind::string && value.kind != Json::Kind::boolean)
    wrong_kind(value, path, "a string, a number or a boolean", faults);
}

// ---- objects

Object::Object(const Json& json, const Path& path, const Node& node, Faults& faults)
    : path_(path), node_(node), faults_(faults), is_object_(json.kind == Json::Kind::object) {
  know(node.properties);
  for (const Variant& variant : node.variants) know(variant.properties);
  if (!is_object_) {
    wrong_kind(json, path, "an object", faults);
    return;
  }
  std::unordered_set<std::string_view> unknown;
  for (const Json::Member& member : json.members) {
    Slot* const known = find(member.name);
    bool is_second = known != nullptr && known->json != nullptr;
    if (known != nullptr && !is_second) known->json = &member.value;
    if (known == nullptr) {
      std::vector<std::string_view> names;
      if (!faults.are_many())
        for (std::size_t i = 0; i < count_; ++i) names.push_back(slots_[i].property->name);
      std::string list;
      for (const std::string_view name : names) append(list, concat(list.empty() ? "" : ", ", name));
      const std::string_view meant = nearest_name(member.name, names);
      faults.tell("unknown_property", path.member(member.name),
                  meant.empty() ? concat("Unknown property. Known ones are ", list, ".")
                                : concat("Unknown property. Did you mean \"", meant, "\"?"));
      is_second = !unknown.insert(member.name).second;
    }
    if (is_second)
      faults.tell("duplicate_property", path.member(member.name), "The property occurs twice. Remove one of them.");
  }
}

void Object::know(std::span<const Property> properties) {
  for (const Property& property : properties) {
    if (find(property.name) != nullptr) continue;
    if (count_ == slots_.size()) throw std::logic_error("a grammar has an object with too many properties");
    slots_[count_++] = {&property, nullptr};
  }
}

Object::Slot* Object::find(std::string_view name) {
  for (std::size_t i = 0; i < count_; ++i)
    if (slots_[i].property->name == name) return &slots_[i];
  return nullptr;
}

const Object::Slot& Object::slot(std::string_view name) const {
  for (std::size_t i = 0; i < count_; ++i)
    if (slots_[i].property->name == name) return slots_[i];
  throw std::logic_error(concat("the grammar has no property ", name));
}

void Object::choose(std::string_view type) {
  const auto variant = std::ranges::find(node_.variants, type, &Variant::type);
  if (variant == node_.variants.end()) return;
  for (std::size_t i = node_.properties.size(); i < count_; ++i) {
    Slot& slot = slots_[i];
    const auto own = std::ranges::find(variant->properties, slot.property->name, &Property::name);
    if (own != variant->properties.end())
      slot.property = &*own;
    else if (slot.json != nullptr)
      faults_.tell("unused_property", at(slot.property->name),
                   concat("A ", node_.name, " of the type ", type, " has no \"", slot.property->name,
                          "\". Remove it, or change the type."));
  }
}

bool Object::given(std::string_view name) const {
  const Slot& found = slot(name);
  return found.json != nullptr && (found.json->kind != Json::Kind::null || found.property->need == Need::never_null);
}

const Json* Object::value(std::string_view name) {
  if (given(name)) return slot(name).json;
  if (slot(name).property->need == Need::needed)
    faults_.tell("missing_property", path_, concat("The property \"", name, "\" is missing."));
  return nullptr;
}

std::string Object::text(std::string_view name) {
  const Json* found = value(name);
  if (!found) return {};
  if (found->kind != Json::Kind::string) {
    wrong_kind(*found, at(name), "a string", faults_);
    return {};
  }
  if (found->text.size() < node(name).fewest) faults_.tell("empty_text", at(name), "The text is empty. Give a name.");
  return found->text;
}

std::optional<std::int64_t> Object::number(std::string_view name) {
  const Json* found = value(name);
  return found ? read_number(*found, at(name), faults_) : std::nullopt;
}

std::optional<Decimal> Object::decimal(std::string_view name) {
  const Json* found = value(name);
  if (!found) return {};
  if (found->kind != Json::Kind::number) {
    wrong_kind(*found, at(name), "a number", faults_);
    return {};
  }
  auto decimal = Decimal::parse(found->text);
  if (!decimal)
    faults_.tell("number_out_of_range", at(name),
                 concat("The number ", excerpt(found->text), " is not a plain decimal. Write it without exponent."));
  return decimal;
}

std::optional<bool> Object::boolean(std::string_view name) {
  const Json* found = value(name);
  if (!found) return {};
  if (found->kind == Json::Kind::boolean) return found->boolean;
  wrong_kind(*found, at(name), "true or false", faults_);
  return {};
}

const std::vector<Json>* Object::list(std::string_view name) {
  const Json* found = value(name);
  if (!found) return nullptr;
  if (found->kind == Json::Kind::array) return &found->items;
  wrong_kind(*found, at(name), "an array", faults_);
  return nullptr;
}

}  // namespace document
}  // namespace c360
