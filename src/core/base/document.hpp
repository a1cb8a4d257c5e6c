// The one reader of JSON documents that users write: where a fault stands, kinds, names that nobody knows, duplicates.
// All faults of a document are found at once, in time that grows with its size and no faster.
// Must not know: what a document means.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/decimal.hpp"
#include "core/base/grammar.hpp"
#include "core/base/json.hpp"

namespace c360 {

// What is wrong with a document. Codes are for machines and never change; messages say what to change, or advice does.
struct Fault {
  enum class Severity { error, warning };
  Severity severity = Severity::error;
  const char* code = "";
  std::string path;  // $.metrics[2].weight
  std::string message;
  std::string advice;

  std::string sentence() const;  // message and advice
};
constexpr std::string_view name_of(Fault::Severity severity) {
  return severity == Fault::Severity::error ? "error" : "warning";
}

namespace document {

// Where a value stands. Written out for the faults that are told, and never else: names may be long, and lie deep.
class Path {
 public:
  Path() = default;  // the document: $
  // The path of what is inside; `this` must outlive it.
  Path member(std::string_view name) const& { return {this, name, 0}; }
  Path element(std::size_t index) const& { return {this, {}, index}; }
  Path member(std::string_view name) && = delete;
  Path element(std::size_t index) && = delete;

  bool is_document() const { return parent_ == nullptr; }
  std::string text() const;

 private:
  Path(const Path* parent, std::string_view name, std::size_t index) : parent_(parent), name_(name), index_(index) {}

  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
};

class Faults {
 public:
  static constexpr std::size_t most_told = 100;

  void tell(const char* code, const Path& path, std::string message, std::string advice = {});

  bool none() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  // Nobody will read what comes now: it is counted only.
  bool are_many() const { return told_.size() == most_told; }
  const Fault& first() const { return told_.front(); }

  // In the order of reading; behind the most that are told, one that says how many more there are.
  std::vector<Fault> list() const;
  // The same for an error's detail, one a line: as many as have room there.
  std::string lines() const;

 private:
  std::vector<Fault> told_;
  std::size_t count_ = 0;
};

// The known name that was meant: it differs in fewer than four letters, and is not another word altogether. Empty where
// there is none. Only the first names are looked at, however many there are.
inline constexpr std::size_t most_names_compared = 4096;
std::string_view nearest_name(std::string_view word, std::span<const std::string_view> known);

// Throws invalid_parameter where there are faults. example: what to do where the first fault does not say it.
void refuse(const Faults& faults, std::string_view message, std::string_view example);

// A text that is no JSON of ours has a fault, too.
std::optional<Json> parse(std::string_view json, Faults& faults);

void wrong_kind(const Json& value, const Path& path, std::string_view wanted, Faults& faults);
// Millionths.
std::optional<std::int64_t> read_number(const Json& value, const Path& path, Faults& faults);
// A text, a number or a boolean.
void check_plain(const Json& value, const Path& path, Faults& faults);

// Visits the members of an object whose names are the user's; of a name that stands twice the first one.
template <class Visit>
void each_member(const Json& object, const Path& path, Faults& faults, Visit visit) {
  std::unordered_set<std::string_view> names;
  for (const Json::Member& member : object.members) {
    const Path at = path.member(member.name);
    if (names.insert(member.name).second)
      visit(member.name, member.value, at);
    else
      faults.tell("duplicate_property", at, "The property occurs twice. Remove one of them.");
  }
}

// An object whose names the grammar knows. Reading a property tells what is wrong with it, so that faults come in the
// order of reading: read each once.
class Object {
 public:
  // Tells names that nobody knows, and those that stand twice. json and path must outlive it.
  Object(const Json& json, const Path& path, const Node& node, Faults& faults);
  Object(const Json& json, const Path&& path, const Node& node, Faults& faults) = delete;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  explicit operator bool() const { return is_object_; }
  const Path& path() const { return path_; }
  Path at(std::string_view name) const& { return path_.member(name); }
  const Node& node(std::string_view name) const { return slot(name).property->node; }

  // The type is known: properties of other types would silently do nothing.
  void choose(std::string_view type);

  bool given(std::string_view name) const;
  // Nothing where it is not given, which is a fault where it is needed.
  const Json* value(std::string_view name);
  // The same, of its kind; an empty one where it is not.
  std::string text(std::string_view name);
  std::optional<std::int64_t> number(std::string_view name);
  std::optional<Decimal> decimal(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  const std::vector<Json>* list(std::string_view name);

 private:
  struct Slot {
    const Property* property;
    const Json* json;
  };
  const Slot& slot(std::string_view name) const;
  Slot* find(std::string_view name);
  void know(std::span<const Property> properties);

  const Path& path_;
  const Node& node_;
  Faults& faults_;
  bool is_object_;
  std::size_t count_ = 0;
  std::array<Slot, 24> slots_;
};

}  // namespace document
}  // namespace c360
