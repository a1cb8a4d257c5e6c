// Working hours (METRICS D14): a week of them in local time, and the days on which nobody works.
// Must not know: when clocks change: that is for the host, which hands over stretches of local time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/document.hpp"

namespace c360::support {

// {"zone": "Europe/Berlin", "hours": {"monday": ["09:00-12:30", "13:30-17:00"], …}, "holidays": ["2026-12-25", …]}
class Schedule {
 public:
  // All faults of a document are told at once.
  static Schedule read(const Json& json, document::Faults& faults);
  // Throws invalid_parameter.
  static Schedule parse(const Json& document);

  const std::string& zone() const { return zone_; }
  // Working time in microseconds between two points of local time, from inclusive, to exclusive, from <= to, both
  // within the calendar. In the time that the number of holidays' digits takes, however far they are apart.
  std::int64_t working_time(std::int64_t from, std::int64_t to) const { return before(to) - before(from); }

 private:
  // Microseconds of a day; those of one day ascend and do not overlap.
  struct Range {
    std::int64_t from, to;
  };
  static std::int64_t part(const std::vector<Range>& ranges, std::int64_t to);
  void read_day(std::size_t weekday, const std::vector<Json>& list, const document::Path& path,
                document::Faults& faults);
  void read_holidays(const std::vector<Json>& list, const document::Path& path, document::Faults& faults);
  std::int64_t before(std::int64_t local) const;

  std::string zone_;
  std::vector<Range> days_[7];                // from Monday
  std::int64_t before_day_[8] = {};           // working time of a week before each of its days; at last, all of it
  std::vector<std::int32_t> holidays_;        // ascending
  std::vector<std::int64_t> before_holiday_;  // what the holidays before each take away; at last, all of them
};

}  // namespace c360::support
