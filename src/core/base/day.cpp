// Text form of a day, and the checked way from a number to a day.
// Must not know: DateStyle; the form is ISO whatever the session says.
#include "core/base/day.hpp"

#include "core/base/error.hpp"

namespace c360 {

static void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  std::string digits;
  append(digits, number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append(std::string& out, Day day) {
  const CivilDate date = civil_from_days(day.value);
  append_padded(out, date.year > 0 ? date.year : 1 - std::int64_t{date.year}, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  if (date.year <= 0) out += " BC";
}

// Reads digits from the front; nothing when there are fewer than `least` or more than `most`.
static std::optional<std::int64_t> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::int64_t number = 0;
  std::size_t length = 0;
  for (; length < text.size() && length <= most && text[length] >= '0' && text[length] <= '9'; ++length)
    number = number * 10 + (text[length] - '0');
  if (length < least || length > most) return {};
  text.remove_prefix(length);
  return number;
}

static bool take_dash(std::string_view& text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> parse_day(std::string_view text) {
  // Zeros pad a year to four digits, not further: every day has one text.
  if (text.starts_with('0') && text.find('-') != 4) return {};
  const auto year = take_number(text, 4, 7);
  if (!year || !take_dash(text)) return {};
  const auto month = take_number(text, 2, 2);
  if (!month || !take_dash(text)) return {};
  const auto day = take_number(text, 2, 2);
  if (!day || *year < 1 || *month < 1 || *month > 12 || *day < 1) return {};
  if (!text.empty() && text != " BC") return {};

  const std::int64_t astronomical = text.empty() ? *year : 1 - *year;
  const std::int64_t value = days_from_civil(astronomical, static_cast<int>(*month), static_cast<int>(*day));
  if (!is_calendar_day(value)) return {};
  // The 31st of a short month lands in the next one: not a date.
  if (civil_from_days(value).day != *day) return {};
  return Day{static_cast<std::int32_t>(value)};
}

Day checked_day(std::int64_t value) {
  if (!is_calendar_day(value))
    throw Error(ErrorKind::day_out_of_range, "day out of range",
                "The calendar reaches from 4714-11-24 BC to 5874897-12-31.",
                "Choose a day or a number of periods that stays within the calendar.");
  return Day{static_cast<std::int32_t>(value)};
}

}  // namespace c360
