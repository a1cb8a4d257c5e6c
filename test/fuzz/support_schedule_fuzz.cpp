// Schedules: those that are accepted never count more than the time there is, and parts add up.
// Longest input: 240
#include "core/support/schedule.hpp"

#include "document_fuzzing.hpp"

using namespace c360;
using namespace c360::support;
using namespace c360::fuzzing;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  Json json;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { json = parse_json(input.text()); })) return 0;
  document::Faults faults;
  Schedule::read(json, faults);
  check_faults(faults);
  const bool is_valid = succeeds({ErrorKind::invalid_parameter}, [&] {
    const Schedule schedule = Schedule::parse(json);
    REQUIRE(!schedule.zone().empty());
    const std::int64_t points[] = {-211'813'488'000'000'000, -1, 0, 86'400'000'000, 820'540'800'000'000,
                                   9'223'371'331'199'999'999};
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < std::size(points); ++i) {
      const std::int64_t worked = schedule.working_time(points[i - 1], points[i]);
      REQUIRE(worked >= 0 && worked <= points[i] - points[i - 1]);
      sum += worked;
    }
    REQUIRE(sum == schedule.working_time(points[0], points[std::size(points) - 1]));
  });
  REQUIRE(is_valid == faults.none());
  return 0;
}
