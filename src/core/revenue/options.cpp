// Reading of the options by a grammar. The documents are hostile.
// Must not know: rows, and where the document came from.
#include "core/revenue/options.hpp"

#include <algorithm>

#include "core/base/document.hpp"

namespace c360::revenue {

namespace {

using document::Faults;
using document::Need;
using document::Node;
using document::Object;
using document::Path;
using document::Property;

constexpr std::string_view zero_words[] = {"error", "zero"};
constexpr Node zero_node{.kind = Node::Kind::word, .words = zero_words};
constexpr std::int64_t most_grace_days = 36'500;
constexpr Node grace_node{.kind = Node::Kind::whole, .least = 0, .most = most_grace_days * document::one};
constexpr Node grain_node{.kind = Node::Kind::text, .fewest = 1};
constexpr Node currency_node{.kind = Node::Kind::text, .fewest = 1};
constexpr Node rate_node{.kind = Node::Kind::decimal};
constexpr Node quotes_node{.kind = Node::Kind::members, .item = &rate_node};
constexpr Node rates_node{.kind = Node::Kind::members, .item = &quotes_node};

constexpr std::string_view example = R"(Write options such as {"below_zero": "zero", "grace_days": 7}.)";

std::int32_t read_grace_days(Object& object, Faults& faults) {
  const auto days = object.number("grace_days");
  if (!days) return 0;
  if (*days % document::one != 0 || !grace_node.holds(*days)) {
    faults.tell("number_out_of_range", object.at("grace_days"),
                concat("A gap that is no churn has a whole number of days, 0 to ", most_grace_days, "."));
    return 0;
  }
  return static_cast<std::int32_t>(*days / document::one);
}

bool read_negative_is_zero(Object& object, Faults& faults) {
  if (!object.given("below_zero")) return false;
  const std::string word = object.text("below_zero");
  if (object.value("below_zero")->kind == Json::Kind::string &&
      std::ranges::find(zero_words, word) == std::end(zero_words))
    faults.tell("unknown_word", object.at("below_zero"),
                concat("The word \"", excerpt(word), "\" is unknown. Use \"error\" or \"zero\"."));
  return word == "zero";
}

Grain read_grain(Object& object, Faults& faults) {
  Grain result{Grain::Unit::month};
  if (!object.given("grain")) return result;
  const std::string text = object.text("grain");
  if (object.value("grain")->kind != Json::Kind::string) return result;
  try {
    result = Grain::parse(text);
    if (!result.is_calendar())
      faults.tell("invalid_grain", object.at("grain"),
                  "Snapshots are of calendar periods. Use \"day\", \"week\", \"month\", \"quarter\" or \"year\".");
  } catch (const Error& error) {
    faults.tell("invalid_grain", object.at("grain"), error.detail(), error.hint());
  }
  return result;
}

std::optional<Rate> read_rate(const Json& json, const Path& path, Faults& faults) {
  if (json.kind != Json::Kind::number) {
    document::wrong_kind(json, path, "a number", faults);
    return {};
  }
  constexpr std::int64_t most = 9'000'000;
  std::optional<__int128> units;
  if (json.text.size() <= 60 && json.text.find_first_of("eE") == std::string::npos)
    units = parse_decimal(json.text, Rate::decimals, Money::overflow);
  if (!units || *units <= 0 || *units > static_cast<__int128>(most) * Rate::one) {
    faults.tell("number_out_of_range", path,
                concat("The rate ", excerpt(json.text), " is none. Rates are above 0, up to ", most,
                       ", and have at most twelve decimals."));
    return {};
  }
  return Rate{static_cast<std::int64_t>(*units)};
}

Rates read_rates(Object& object, Faults& faults) {
  Rates result;
  const std::string reporting = object.text("reporting_currency");
  result.add({reporting, {}});
  const Json* given = object.value("rates");
  if (given == nullptr) return result;
  const Path path = object.at("rates");
  if (given->kind != Json::Kind::object) {
    document::wrong_kind(*given, path, "an object of currencies", faults);
    return result;
  }
  document::each_member(*given, path, faults, [&](std::string_view name, const Json& days, const Path& at) {
    Rates::Currency read{std::string(name), {}};
    if (days.kind != Json::Kind::object) return document::wrong_kind(days, at, "an object of days and rates", faults);
    document::each_member(days, at, faults, [&](std::string_view text, const Json& value, const Path& quote) {
      const auto day = parse_day(text);
      if (!day)
        faults.tell("invalid_day", quote,
                    concat("\"", excerpt(text), "\" is no day. Write a day of the period, such as \"2026-01-31\"."));
      const auto rate_of_day = read_rate(value, quote, faults);
      if (day && rate_of_day) read.quotes.push_back({*day, *rate_of_day});
    });
    if (result.find(name) < result.size()) {
      if (result.find(name) != 0)
        faults.tell("duplicate_property", at, "The currency occurs twice. Remove one of them.");
      return;  // 1 of the reporting currency is worth 1
    }
    if (result.size() == Rates::most_currencies) {
      faults.tell("too_many_currencies", at, concat("There are more than ", Rates::most_currencies, " currencies."));
      return;
    }
    result.add(std::move(read));
  });
  return result;
}

}  // namespace

Options Options::parse(std::string_view json, const Known& known) {
  std::vector<Property> properties;
  if (known.below_zero) properties.push_back({"below_zero", zero_node});
  if (known.grace_days) properties.push_back({"grace_days", grace_node});
  if (known.grain) properties.push_back({"grain", grain_node});
  if (known.currency) properties.push_back({"reporting_currency", currency_node, Need::needed});
  if (known.currency) properties.push_back({"rates", rates_node});
  const Node node{.kind = Node::Kind::object, .properties = properties};

  Options options;
  Faults faults;
  if (const auto document = document::parse(json, faults)) {
    const Path path;
    Object object(*document, path, node, faults);
    if (object) {
      if (known.below_zero) options.steps.negative_is_zero = read_negative_is_zero(object, faults);
      if (known.grace_days) options.steps.grace_days = read_grace_days(object, faults);
      if (known.grain) options.steps.snapshots = read_grain(object, faults);
      if (known.currency) options.rates = read_rates(object, faults);
    }
  }
  document::refuse(faults, "invalid options", example);
  return options;
}

}  // namespace c360::revenue
