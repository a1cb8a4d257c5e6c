// Reading of working hours, and adding them up.
// Must not know: SQL, time zones.
#include "core/support/schedule.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "core/base/day.hpp"
#include "core/base/error.hpp"

namespace c360::support {

namespace {

using document::Faults;
using document::Need;
using document::Node;
using document::Object;
using document::Path;
using document::Property;

constexpr std::int64_t minute = 60'000'000, day_length = 1440 * minute;
constexpr std::int64_t first_monday = 2;  // days since 2000-01-01, a Saturday

constexpr std::array<std::string_view, 7> weekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                      "friday", "saturday", "sunday"};
constexpr Node name{.kind = Node::Kind::text, .fewest = 1};
constexpr Node some_hours{.kind = Node::Kind::text, .fewest = 1};
constexpr Node ranges{.kind = Node::Kind::list, .name = "ranges", .item = &some_hours};
constexpr Property weekday_properties[] = {{weekdays[0], ranges}, {weekdays[1], ranges}, {weekdays[2], ranges},
                                           {weekdays[3], ranges}, {weekdays[4], ranges}, {weekdays[5], ranges},
                                           {weekdays[6], ranges}};
constexpr Node hours{.kind = Node::Kind::object, .properties = weekday_properties};
constexpr Node holiday{.kind = Node::Kind::text, .fewest = 1};
constexpr Node holidays{.kind = Node::Kind::list, .item = &holiday};
constexpr Property schedule_properties[] = {
    {"zone", name, Need::needed}, {"hours", hours, Need::needed}, {"holidays", holidays}};
constexpr Node schedule{.kind = Node::Kind::object, .properties = schedule_properties};

constexpr std::string_view example =
    R"(Write, for example, {"zone": "Europe/Berlin", "hours": {"monday": ["09:00-12:30", "13:30-17:00"]}, )"
    R"("holidays": ["2026-12-25"]}.)";

// "9:30" or "09:30", up to "24:00"; microseconds of the day.
std::optional<std::int64_t> time_of_day(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t colon = text.find(':');
  if ((colon != 1 && colon != 2) || text.size() != colon + 3) return {};
  std::int64_t hour = 0, minutes = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == colon) continue;
    if (!is_digit(text[i])) return {};
    (i < colon ? hour : minutes) = (i < colon ? hour : minutes) * 10 + (text[i] - '0');
  }
  if (minutes > 59 || hour * 60 + minutes > 1440) return {};
  return (hour * 60 + minutes) * minute;
}

std::size_t weekday_of(std::int64_t day) {
  return static_cast<std::size_t>(day - first_monday - 7 * floor_div(day - first_monday, 7));
}

}  // namespace

Schedule Schedule::parse(const Json& document) {
  Faults faults;
  Schedule result = read(document, faults);
  document::refuse(faults, "invalid schedule", example);
  return result;
}

Schedule Schedule::read(const Json& json, Faults& faults) {
  Schedule result;
  const Path path;
  Object object(json, path, schedule, faults);
  if (!object) return result;
  result.zone_ = object.text("zone");
  if (const Json* week = object.value("hours")) {
    const Path at = object.at("hours");
    const std::size_t before = faults.count();
    Object days(*week, at, hours, faults);
    for (std::size_t i = 0; days && i < weekdays.size(); ++i)
      if (const auto* list = days.list(weekdays[i])) result.read_day(i, *list, days.at(weekdays[i]), faults);
    for (std::size_t i = 0; i < weekdays.size(); ++i)
      result.before_day_[i + 1] = result.before_day_[i] + part(result.days_[i], day_length);
    if (faults.count() == before && result.before_day_[7] == 0)
      faults.tell("no_hours", at, "Nobody works on any day of the week.",
                  "Give hours to a day, such as {\"monday\": [\"09:00-17:00\"]}.");
  }
  if (const auto* list = object.list("holidays")) result.read_holidays(*list, object.at("holidays"), faults);
  return result;
}

void Schedule::read_day(std::size_t weekday, const std::vector<Json>& list, const Path& path, Faults& faults) {
  std::vector<Range>& day = days_[weekday];
  const std::size_t before = faults.count();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Path at = path.element(i);
    const Json& item = list[i];
    if (item.kind != Json::Kind::string) {
      document::wrong_kind(item, at, "a string", faults);
      continue;
    }
    const std::string_view text = item.text;
    const std::size_t dash = text.find('-');
    const auto from = time_of_day(text.substr(0, std::min(dash, text.size())));
    const auto to = dash == std::string_view::npos ? std::nullopt : time_of_day(text.substr(dash + 1));
    if (!from || !to)
      faults.tell("invalid_hours", at, concat("\"", excerpt(text), "\" is no range of hours."),
                  "Write \"09:00-17:30\"; the end of the day is \"24:00\".");
    else if (*from >= *to)
      faults.tell("invalid_hours", at, concat("\"", excerpt(text), "\" ends before it begins."),
                  "Split hours at midnight: \"22:00-24:00\", and \"00:00-06:00\" on the next day.");
    else
      day.push_back({*from, *to});
  }
  std::ranges::sort(day, {}, &Range::from);
  for (std::size_t i = 1; i < day.size() && faults.count() == before; ++i)
    if (day[i].from < day[i - 1].to)
      faults.tell("hours_overlap", path, "Two ranges of hours overlap.", "Let one end where the next begins.");
}

void Schedule::read_holidays(const std::vector<Json>& list, const Path& path, Faults& faults) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Path at = path.element(i);
    if (list[i].kind != Json::Kind::string) {
      document::wrong_kind(list[i], at, "a string", faults);
      continue;
    }
    if (const auto day = parse_day(list[i].text))
      holidays_.push_back(day->value);
    else
      faults.tell("invalid_day", at, concat("\"", excerpt(list[i].text), "\" is no day."), "Write \"2026-12-25\".");
  }
  std::ranges::sort(holidays_);
  holidays_.erase(std::unique(holidays_.begin(), holidays_.end()), holidays_.end());
  before_holiday_.assign(1, 0);
  for (const std::int32_t day : holidays_)
    before_holiday_.push_back(before_holiday_.back() + part(days_[weekday_of(day)], day_length));
}

// Of the day's working time, what lies before a time of day.
std::int64_t Schedule::part(const std::vector<Range>& ranges, std::int64_t to) {
  std::int64_t total = 0;
  for (const Range& range : ranges) {
    if (range.from >= to) break;
    total += std::min(range.to, to) - range.from;
  }
  return total;
}

// Working time since the first Monday of the year 2000; below 0 before it.
std::int64_t Schedule::before(std::int64_t local) const {
  const std::int64_t day = floor_div(local, day_length), time = local - day * day_length;
  const std::size_t weekday = weekday_of(day);
  const std::int64_t today = part(days_[weekday], time);
  const std::int64_t total = floor_div(day - first_monday, 7) * before_day_[7] + before_day_[weekday] + today;
  if (holidays_.empty()) return total;
  const auto next = std::ranges::lower_bound(holidays_, day);
  const bool is_holiday = next != holidays_.end() && *next == day;
  return total - before_holiday_[static_cast<std::size_t>(next - holidays_.begin())] - (is_holiday ? today : 0);
}

}  // namespace c360::support
