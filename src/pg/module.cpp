// The module: its magic, and the one setting.
// Must not know: any function.
#include "core/support/day.hpp"
#include "pg/session.hpp"

extern "C" {
PG_MODULE_MAGIC;
void _PG_init(void);
}

namespace c360::pg {

static char* as_of_setting = nullptr;

static bool check_as_of(char** value, void**, GucSource) {
  if (*value == nullptr || **value == '\0' || parse_day(*value)) return true;
  GUC_check_errdetail("customer360.as_of is an ISO date such as 2026-01-31, or empty for today.");
  return false;
}

DateADT session_as_of() {
  if (as_of_setting != nullptr && *as_of_setting != '\0') return parse_day(as_of_setting)->value;
  return GetSQLCurrentDate();
}

}  // namespace c360::pg

void _PG_init(void) {
  DefineCustomStringVariable("customer360.as_of", "The day on which the views of customer360 stand.",
                             "An ISO date; empty means today. as_of() gives it to SQL.", &c360::pg::as_of_setting, "", PGC_USERSET,
                             0, c360::pg::check_as_of, nullptr, nullptr);
  MarkGUCPrefixReserved("customer360");
}
