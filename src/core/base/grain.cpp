// Reading and writing of grains.
// Must not know: what a grain is used for.
#include "core/base/grain.hpp"

#include <array>
#include <charconv>

#include "core/base/error.hpp"

namespace c360 {

static constexpr std::array<std::string_view, 7> weekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                             "friday", "saturday", "sunday"};

[[noreturn]] static void unknown_grain(std::string_view text) {
  throw Error(
      ErrorKind::invalid_parameter, "unknown grain", concat("The grain given is \"", excerpt(text), "\"."),
      "Use 'day', 'week', 'week(sunday)' or another weekday, 'month', 'quarter', 'year', or blocks of days such "
      "as '7 days'.");
}

static std::optional<Grain> parse_block(std::string_view text) {
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc{} || end == text.data()) return {};
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit != " days" && unit != " day") return {};
  if (days < 1 || days > Grain::longest_block)
    throw Error(ErrorKind::invalid_parameter, "block of days out of range",
                concat("The grain given is \"", text, "\"."), concat("Use 1 to ", Grain::longest_block, " days."));
  return Grain{Grain::Unit::block, 0, static_cast<std::uint16_t>(days)};
}

Grain Grain::parse(std::string_view given) {
  if (given.size() > 32) unknown_grain(given);
  std::string lower(given);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const std::string_view text = lower;

  if (text == "day") return {Unit::day};
  if (text == "week") return {Unit::week};
  if (text == "month") return {Unit::month};
  if (text == "quarter") return {Unit::quarter};
  if (text == "year") return {Unit::year};
  if (text.starts_with("week(") && text.ends_with(")")) {
    const std::string_view name = text.substr(5, text.size() - 6);
    for (std::size_t i = 0; i < weekdays.size(); ++i)
      if (name == weekdays[i]) return {Unit::week, static_cast<std::uint8_t>(i)};
  }
  if (const auto block = parse_block(text)) return *block;
  unknown_grain(given);
}

std::uint16_t Grain::code() const {
  switch (unit) {
    case Unit::day:
      return 0;
    case Unit::week:
      return static_cast<std::uint16_t>(1 + weekday);
    case Unit::month:
      return 8;
    case Unit::quarter:
      return 9;
    case Unit::year:
      return 10;
    case Unit::block:
      break;
  }
  return static_cast<std::uint16_t>(11 + days);
}

std::optional<Grain> Grain::from_code(std::uint16_t code) {
  if (code == 0) return Grain{Unit::day};
  if (code <= 7) return Grain{Unit::week, static_cast<std::uint8_t>(code - 1)};
  if (code == 8) return Grain{Unit::month};
  if (code == 9) return Grain{Unit::quarter};
  if (code == 10) return Grain{Unit::year};
  if (code < 12 || code >= codes) return {};
  return Grain{Unit::block, 0, static_cast<std::uint16_t>(code - 11)};
}

void append(std::string& out, const Grain& grain) {
  switch (grain.unit) {
    case Grain::Unit::day:
      out += "day";
      return;
    case Grain::Unit::week:
      out += "week";
      if (grain.weekday != 0) out += concat('(', weekdays[grain.weekday], ')');
      return;
    case Grain::Unit::month:
      out += "month";
      return;
    case Grain::Unit::quarter:
      out += "quarter";
      return;
    case Grain::Unit::year:
      out += "year";
      return;
    case Grain::Unit::block:
      out += concat(grain.days, grain.days == 1 ? " day" : " days");
  }
}

}  // namespace c360
