// The module: its magic, and its settings.
// Must not know: any function.
#include "core/base/day.hpp"
#include "pg/session.hpp"

extern "C" {
PG_MODULE_MAGIC;
void _PG_init(void);  // NOLINT(bugprone-reserved-identifier): the server looks it up by this name
}

namespace c360::pg {

static char* as_of_setting = nullptr;
static int population_memory_setting = 0;

static bool check_as_of(char** value, void**, GucSource) {
  if (*value == nullptr || **value == '\0' || parse_day(*value)) return true;
  GUC_check_errdetail("The setting is neither an ISO date nor empty.");
  GUC_check_errhint("Write SET customer360.as_of = '2026-01-31', or RESET customer360.as_of for today.");
  return false;
}

// What was set before the module was loaded has not been checked. PostgreSQL would warn, forget it, and let as_of() be
// today: another day's figures under the day that was asked for.
static void check_early_setting() {
  if (process_shared_preload_libraries_in_progress) return;
  const char* value = GetConfigOption("customer360.as_of", true, false);
  if (value == nullptr || *value == '\0' || parse_day(value)) return;
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("invalid value for parameter \"%s\": \"%s\"", "customer360.as_of", value),
                  errdetail("The setting is neither an ISO date nor empty."),
                  errhint("Write SET customer360.as_of = '2026-01-31', or RESET customer360.as_of for today.")));
}

DateADT session_as_of(pg_tz* zone) {
  if (as_of_setting != nullptr && *as_of_setting != '\0') return parse_day(as_of_setting)->value;
  pg_tm local;
  int offset;
  fsec_t fraction;
  timestamp2tm(GetCurrentTransactionStartTimestamp(), &offset, &local, &fraction, nullptr, zone);
  return date2j(local.tm_year, local.tm_mon, local.tm_mday) - POSTGRES_EPOCH_JDATE;
}

int session_population_memory() { return population_memory_setting; }

}  // namespace c360::pg

void _PG_init(void) {
  c360::pg::check_early_setting();
  DefineCustomStringVariable("customer360.as_of", "The day as of which the views of customer360 are computed.",
                             "An ISO date; empty means today. as_of() returns it in SQL.", &c360::pg::as_of_setting, "",
                             PGC_USERSET, 0, c360::pg::check_as_of, nullptr, nullptr);
  DefineCustomIntVariable("customer360.population_memory",
                          "Memory that the state of one aggregate over a population may take in one process.",
                          "An aggregate that needs more is refused, because it does not spill to disk.",
                          &c360::pg::population_memory_setting, 2 * 1024 * 1024, 1024, MAX_KILOBYTES, PGC_USERSET,
                          GUC_UNIT_KB, nullptr, nullptr, nullptr);
  MarkGUCPrefixReserved("customer360");
}
