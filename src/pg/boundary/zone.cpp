// The zones that arguments name, and days before the calendar.
// Must not know: what the instants are.
#include "pg/boundary/zone.hpp"

#include <algorithm>
#include <array>

#include "pg/boundary/args.hpp"

namespace c360::pg {

[[noreturn]] static void report_day_before_calendar() {
  ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("day out of range"),
                  errdetail("In this time zone the instant lies before 4714-11-24 BC, the first day of the calendar."),
                  errhint("Use NULL for an instant that is not known.")));
  pg_unreachable();
}

DateADT local_day(std::int64_t timestamp, pg_tz* zone, ZoneOffsets& offsets) {
  const DateADT day = day_of(timestamp + offsets.offset_at(timestamp, zone));
  // West of Greenwich, the calendar's first instants are still the day before its first.
  if (unlikely(day < first_day.value)) report_day_before_calendar();
  return day;
}

// In the POSIX form there is always a number, and its sign is that of the distance to the east of nowhere else: 'UTC+2'
// is two hours west. In the database only those of Etc/ and a few old ones have digits.
static bool may_be_posix(std::string_view name) {
  static constexpr std::array old_names{"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "GMT0", "GMT+0", "GMT-0"};
  return name.find_first_of("0123456789") != std::string_view::npos && !name.starts_with("Etc/") &&
         std::ranges::find(old_names, name) == old_names.end();
}

pg_tz* zone_named(std::string_view text) {
  char name[TZ_STRLEN_MAX + 1] = "";
  if (text.size() >= sizeof name || text.empty() || may_be_posix(text)) return nullptr;
  std::memcpy(name, text.data(), text.size());
  return pg_tzset(name);
}

pg_tz* zone_argument(FunctionCallInfo fcinfo, int number, ZoneCache& cache) {
  return cache.get(text_argument(fcinfo, number), [&](std::string_view text) {
    pg_tz* zone = zone_named(text);
    if (zone == nullptr)
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown time zone"),
                      errdetail("\"%s\" is not a name of the time zone database.",
                                pnstrdup(text.data(), std::min<std::size_t>(text.size(), 100))),
                      errhint("Write, for example, 'Europe/Berlin' or 'UTC'; pg_timezone_names lists them.")));
    return zone;
  });
}

}  // namespace c360::pg
